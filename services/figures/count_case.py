"""What one complaint counts for: the one place of the formulas, over its row of the ledger and its limits.

Silence is never satisfaction: a complaint counts as satisfied or solved only where the complainant said so, and as not
evaluated where an answer was given and nothing was said. Time decides two things alone, whether a limit that still runs is
passed; from which moment on it will be stands beside the part, so that nothing has to be counted anew when it comes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from models.case.lifecycle import ClockKind, ClockStopReason, Rung
from services.ledger.limits import NOT_TO_BE_ENDED, TOLD_LIMITS, Lateness
from services.ledger.return_visit import SATISFIED
from services.ports.figures import Value


class Part(StrEnum):
    """What a complaint counts for once, or not."""

    CASES = "cases"
    CLOSED = "closed_cases"
    # 响应: the complainant was reached, or written to; to have tried keeps the limit, and is no response.
    CONTACTED_IN_TIME = "contacted_in_time"
    CONTACT_MISSED = "contact_missed"
    # 办结: answered, or closed without an answer. Merged and withdrawn ones nobody is to end.
    TO_BE_ENDED = "to_be_ended"
    ENDED = "ended"
    ENDED_LATE = "ended_late"
    OVERDUE = "overdue"
    ANSWERED = "answered"
    REDONE = "redone"
    EVALUATED = "evaluated"
    SATISFIED = "satisfied"
    NOT_EVALUATED = "not_evaluated"
    ASKED_SOLVED = "said_whether_solved"
    SOLVED = "solved"


# The parts that a row counts for from a moment on, and the column of that moment.
TURNING = {
    Part.CONTACT_MISSED: "turns_contact_missed_at",
    Part.ENDED_LATE: "turns_ended_late_at",
    Part.OVERDUE: "turns_overdue_at",
}


class SpreadOf(StrEnum):
    """Numbers of which mean, median and the ninth decile are told; of complaints that have ended, from receipt on."""

    WORKDAYS = "spent_workdays"
    DAYS = "spent_days"


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit of a complaint, as far as figures ask; of a first contact also when it reached the complainant, if it did."""

    kind: ClockKind
    due_at: datetime
    stopped_at: datetime | None
    stop_reason: str | None
    rung: Rung
    reached_at: datetime | None = None

    def is_over(self, now: datetime) -> bool:
        """Whether it was passed when it ended, or is passed; one that stands still is not."""
        return (self.stopped_at or now) > self.due_at and not self._stands_still

    def turns_at(self, now: datetime) -> datetime | None:
        """When it will be passed if nothing ends it before; None for one that has ended, stands still or is passed."""
        if self.stopped_at is not None or self._stands_still or self.is_over(now):
            return None
        return self.due_at

    @property
    def _stands_still(self) -> bool:
        return self.stopped_at is None and self.rung is Rung.PAUSED


def count_case(
    values: Mapping[str, Value], limits: Sequence[Limit], now: datetime
) -> dict[str, int | datetime | None]:
    """Each Part as 0 or 1, each moment of TURNING, each SpreadOf: all that figures add to the columns of the ledger."""
    counted: dict[str, int | datetime | None] = {part.value: 0 for part in Part}
    counted |= dict.fromkeys(TURNING.values())
    counted[Part.CASES] = 1
    counted[Part.CLOSED] = int(values["closed_on"] is not None)
    return (
        counted
        | _count_contact(values, limits, now)
        | _count_ending(values, limits, now)
        | _count_said(values)
    )


def _count_contact(
    values: Mapping[str, Value], limits: Sequence[Limit], now: datetime
) -> dict[str, int | datetime | None]:
    """By the last limit of the kind; one that ended before its day for another reason was never to be kept."""
    limit = next((limit for limit in reversed(limits) if limit.kind is ClockKind.FIRST_CONTACT), None)
    if limit is None:
        return {}
    if limit.stop_reason != ClockStopReason.CONTACTED:
        is_reached, is_missed, turns_at = False, limit.is_over(now), limit.turns_at(now)
    else:
        is_reached, closed = limit.reached_at is not None, values["closed_at"]
        is_missed = (limit.reached_at or _moment(closed) or now) > limit.due_at
        # Tried in vain: missed once the day is over, unless he is reached or the file is closed before.
        turns_at = None if is_reached or closed or is_missed else limit.due_at
    return {
        Part.CONTACTED_IN_TIME: int(is_reached and not is_missed),
        Part.CONTACT_MISSED: int(is_missed),
        TURNING[Part.CONTACT_MISSED]: turns_at,
    }


def _moment(value: Value) -> datetime | None:
    return value if isinstance(value, datetime) else None


def _count_ending(
    values: Mapping[str, Value], limits: Sequence[Limit], now: datetime
) -> dict[str, int | datetime | None]:
    """As the ledger's lateness: by the limits that the complainant is told of, from receipt to answer."""
    if values["outcome"] in NOT_TO_BE_ENDED:
        return dict.fromkeys(SpreadOf)
    is_ended = values["answered_on"] is not None or values["closed_on"] is not None
    is_late = values["lateness"] in (Lateness.LATE, Lateness.OVERDUE)
    told = [moment for limit in limits if limit.kind in TOLD_LIMITS and (moment := limit.turns_at(now))]
    turns_at = None if is_late else min(told, default=None)
    spent = {SpreadOf.WORKDAYS: values["used_workdays"], SpreadOf.DAYS: values["used_days"]}
    return {
        Part.TO_BE_ENDED: 1,
        Part.ENDED: int(is_ended),
        Part.ENDED_LATE: int(is_ended and is_late),
        Part.OVERDUE: int(not is_ended and is_late),
        TURNING[Part.ENDED_LATE]: turns_at if is_ended else None,
        TURNING[Part.OVERDUE]: None if is_ended else turns_at,
        **{of: days if is_ended and isinstance(days, int) else None for of, days in spent.items()},
    }


def _count_said(values: Mapping[str, Value]) -> dict[str, int | datetime | None]:
    is_answered, is_rated = values["answered_on"] is not None, values["rating"] is not None
    return {
        Part.ANSWERED: int(is_answered),
        Part.REDONE: int(is_answered and bool(values["times_redone"])),
        Part.EVALUATED: int(is_rated),
        Part.SATISFIED: int(is_rated and values["evaluation"] == SATISFIED),
        Part.NOT_EVALUATED: int(is_answered and not is_rated),
        Part.ASKED_SOLVED: int(values["is_solved"] is not None),
        Part.SOLVED: int(values["is_solved"] is True),
    }
