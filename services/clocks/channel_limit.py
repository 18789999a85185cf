"""The date that a channel asks for (12345, 好差评, 信访转送): the earlier of it and ours counts, and the receipt says so."""

from datetime import datetime

from models.case.complaint import Complaint
from models.case.lifecycle import ClockKind
from models.clock.clock import Clock
from models.clock.legal_time import as_iso, parse_moment
from services.unit_of_work import Unit

# The channel asks until when the case is handled and answered, never how long its acceptance may take.
BOUND = frozenset({ClockKind.RESOLVE, ClockKind.FEEDBACK})
FIRST_ROUND = 1


def is_bound(kind: ClockKind, round_no: int) -> bool:
    """Whether a channel's date is one for this limit; in a later round it is none."""
    return kind in BOUND and round_no == FIRST_ROUND


def word_channel(complaint: Complaint, opened_at: datetime, own_due_at: datetime) -> dict[str, object] | None:
    """What the explanation of a new clock says of the channel's date; None where the channel asks for none.

    A date that had passed before the limit opened does not count.
    """
    asked = complaint.channel_due_at
    if asked is None:
        return None
    return {
        "channel": complaint.channel.value,
        "due_at": as_iso(asked),
        "own_due_at": as_iso(own_due_at),
        "had_passed": asked <= opened_at,
    }


def earlier_of(own_due_at: datetime, told: dict[str, object] | None) -> datetime:
    """The date that counts."""
    if told is None or told["had_passed"]:
        return own_due_at
    return min(own_due_at, parse_moment(str(told["due_at"])))


def own_due_of(clock: Clock) -> datetime:
    """The date by our own limit, whatever the channel asks for."""
    told = clock.explanation.get("channel")
    return clock.due_at if told is None else parse_moment(told["own_due_at"])


def counted_due(clock: Clock, own_due: datetime) -> datetime:
    """The date that would count if our own limit gave this one: the channel's where that is earlier."""
    told = clock.explanation.get("channel")
    return own_due if told is None else earlier_of(own_due, told)


def is_channels(clock: Clock) -> bool:
    """Whether the date that counts is the channel's, which the centre cannot extend."""
    return clock.due_at < own_due_of(clock)


def find_channel_date(complaint: Complaint, unit: Unit) -> datetime | None:
    """The channel's date while it lies ahead, in the round that it asks about."""
    asked = complaint.channel_due_at
    if asked is None or complaint.round != FIRST_ROUND or asked <= unit.clock.now():
        return None
    return asked
