"""What a file is held against: what stands beside it in the engine, in the office, and among the files given with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bpmn.diagram import Diagram
from bpmn.names import DecisionId
from services.resource_check.shipped import shipped_diagrams, shipped_forms, shipped_limits

# The names that an expression reads for certain.
NamesRead = Callable[[str], frozenset[str]]
# Who compares with null, or asks whether it is there, reckons with a variable that nobody wrote.
_ASKS_WHETHER = re.compile(
    r"\b([A-Za-z_]\w*)\s*!?=\s*null\b|\bis defined\s*\(\s*([A-Za-z_]\w*)|\bget or else\s*\(\s*([A-Za-z_]\w*)"
)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Without other knowledge: what is shipped. `forms` gives the keys that each form asks, by form id.

    `names_read` and `find_fault` are the engine's reading of FEEL, with or without the leading equals sign.
    """

    names_read: NamesRead
    find_fault: Callable[[str], str | None]
    forms: Mapping[str, frozenset[str]] = field(default_factory=shipped_forms)
    processes: Mapping[str, Diagram] = field(default_factory=shipped_diagrams)
    decisions: frozenset[str] = field(default_factory=lambda: frozenset(DecisionId))
    limits: frozenset[str] = field(default_factory=shipped_limits)

    def needed_names(self, expression: str) -> frozenset[str]:
        """The variables without which the expression goes astray; of a text that is no expression none."""
        if not expression.startswith("="):
            return frozenset()
        tolerated = {name for groups in _ASKS_WHETHER.findall(expression) for name in groups}
        return self.names_read(expression) - tolerated
