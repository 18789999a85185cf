"""Tables of rules (DMN) that are only tried: read and evaluated as the engine does, deployed nowhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class TriedTable:
    """What a file holds, as the engine reads it: its decisions by id, or why it refuses the file."""

    decisions: Sequence[str]
    fault: str = ""


@dataclass(frozen=True, slots=True)
class TriedAnswer:
    """What a decision gave, as JSON; None for no rule that fits. `has_failed`: the engine would raise an incident."""

    result: object
    has_failed: bool = False


class RuleTables(Protocol):
    """The engine's own reader and evaluator of tables."""

    def read(self, content: bytes) -> TriedTable:
        """What the file holds."""

    def evaluate(
        self, content: bytes, decision_id: str, variables: Mapping[str, object], now: datetime
    ) -> TriedAnswer:
        """One decision of a file that `read` found no fault in."""
