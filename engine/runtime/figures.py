"""Figures of a running engine for whoever watches it; counted here, shown by the starter of the process."""

from dataclasses import dataclass


@dataclass(slots=True)
class CommitFigures:
    """Commits of this process so far and the seconds they took."""

    count: int = 0
    seconds: float = 0.0

    def note(self, seconds: float) -> None:
        """One more commit."""
        self.count += 1
        self.seconds += seconds


@dataclass(frozen=True, slots=True)
class RuntimeFigures:
    """`late_seconds`: since when the earliest timer, message or lease is due that has not been looked at."""

    commits: int
    commit_seconds: float
    waiting: int
    refused: int
    late_seconds: float
