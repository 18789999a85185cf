"""What a person decided of words that may tell of a third person, where words leave for a unit."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LeftWords:
    """Words that may tell of a third person and leave all the same, and why, as whoever sends them said."""

    words: str
    reason: str


@dataclass(frozen=True, slots=True)
class Decisions:
    """What a person decided of marked words: those that stand, and those that are cut wherever they stand."""

    left: tuple[LeftWords, ...] = ()
    cut: tuple[str, ...] = ()


UNDECIDED = Decisions()


def as_kept(decided: Decisions) -> list[dict[str, str]]:
    """What stands and why, as a row keeps it."""
    return [{"words": one.words, "reason": one.reason} for one in decided.left]
