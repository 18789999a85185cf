"""The RuleTables port over any reader and evaluator of DMN; they are handed in where processes are wired."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from services.ports.rule_tables import TriedAnswer, TriedTable


class TriedRuleTables:
    """Reads and evaluates tables with what also runs those that are deployed."""

    def __init__(
        self,
        read: Callable[[bytes], tuple[Sequence[str], str]],
        evaluate: Callable[[bytes, str, Mapping[str, object], datetime], tuple[object, bool]],
    ) -> None:
        """`read` gives the ids of decisions and a fault, `evaluate` a JSON value and whether it failed."""
        self._read = read
        self._evaluate = evaluate

    def read(self, content: bytes) -> TriedTable:
        """What the file holds."""
        return TriedTable(*self._read(content))

    def evaluate(
        self, content: bytes, decision_id: str, variables: Mapping[str, object], now: datetime
    ) -> TriedAnswer:
        """One decision of a file that can be read."""
        return TriedAnswer(*self._evaluate(content, decision_id, variables, now))
