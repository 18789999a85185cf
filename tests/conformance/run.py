"""One case being run: what it knows of instances by the names that its steps gave them."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.conformance.case import Case
from tests.conformance.target import Target

MAIN = "main"


@dataclass
class Run:
    """`instances` maps names of the case to process instance keys, `definitions` ids to definition keys."""

    case: Case
    target: Target
    instances: dict[str, str] = field(default_factory=dict)
    definitions: dict[str, str] = field(default_factory=dict)
    jobs: dict[str, int] = field(default_factory=dict)

    def key(self, name: str = MAIN) -> str:
        """The key of the instance that goes by this name."""
        return self.instances[name]
