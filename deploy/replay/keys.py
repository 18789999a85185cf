"""What may stand in the data of a step: the keys that are read, those told to readers only, and those of a landing to come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of one action.

    `used` are entered by somebody or held against the file; `remarks` are words about the step that nobody enters
    anywhere; `later` tells by key which part of the office, not built yet, it asks for.
    """

    used: frozenset[str] = frozenset()
    remarks: frozenset[str] = frozenset()
    later: Mapping[str, str] = field(default_factory=dict)

    def unknown_in(self, data: Mapping[str, object]) -> list[str]:
        """The keys that nobody knows."""
        return sorted(data.keys() - self.used - self.remarks - self.later.keys() - OF_EVERY_STEP)

    def to_come_in(self, data: Mapping[str, object]) -> str:
        """The first key that asks for something to come; empty without one."""
        return next((key for key in sorted(self.later) if data.get(key)), "")


# `late` is compared; outside office hours, on purpose wrong, past the calendar, of the redo: words about the step.
OF_EVERY_STEP = frozenset({"late", "off_hours", "wrong", "provisional", "round"})


def keys(used: str = "", remarks: str = "", **later: str) -> Keys:
    """The keys of an action, as words."""
    return Keys(frozenset(used.split()), frozenset(remarks.split()), later)
