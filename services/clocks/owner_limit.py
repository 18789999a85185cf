"""Limits that an owner drew into a diagram: a watch whose `clock_id` is `<complaint_id>.<limit_key>` opens its own clock."""

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.lifecycle import ClockKind, ClockStopReason, Stage
from models.clock.clock import Clock
from models.clock.legal_time import beijing_date
from models.ground.errors import NotFound
from models.ground.ids import ClockId, ComplaintId
from services.clocks.get_clock import find_clock
from services.clocks.open_clock import OpenClock, open_clock
from services.clocks.stop_clock import StopClock, stop_clock
from services.clocks.time_limits import UPWARD_REPORT, find_policy
from services.unit_of_work import Unit

SEPARATOR = "."


class LimitUnknown(NotFound):
    """The office has no time limit of this key; an administrator has to add it, then the incident can be resolved."""

    code = "LIMIT_UNKNOWN"

    def __init__(self, limit_key: str) -> None:
        """`limit_key` stands in the incident, so that the owner of the diagram sees what is missing."""
        super().__init__()
        self.code = f"LIMIT_UNKNOWN: {limit_key}"


def find_or_open(clock_id: str, unit: Unit) -> Clock | None:
    """The clock of a watch, opened at its first look where an owner's limit names it.

    None when the case is archived already. NotFound for an unknown clock, LimitUnknown for a key without a limit.
    """
    clock = find_clock(clock_id, unit)
    complaint_id, separator, key = clock_id.partition(SEPARATOR)
    if not separator:
        if clock is None:
            raise NotFound
        return clock
    complaint = unit.session.get(Complaint, complaint_id)
    if complaint is None:
        raise NotFound
    if clock is not None and (clock.stopped_at is None or clock.round == complaint.round):
        return clock
    if complaint.stage is Stage.ARCHIVED:
        return clock
    if clock is not None:
        # A later round passes the same place again: the watch is now that of a new clock.
        clock.watch_key = None
        unit.session.flush()
    return _open(complaint, clock_id, key, unit)


def limit_key_of(clock: Clock) -> str | None:
    """The key of the limit that a clock of an owner's limit measures; None for all others."""
    return clock.subject_id if clock.kind is ClockKind.OWNER_LIMIT else None


def stop_owner_limits(complaint_id: str, unit: Unit) -> None:
    """Stop what owners' limits of a case run; a limit belongs to the stage it is drawn in."""
    running = unit.session.scalars(
        select(Clock).where(
            Clock.complaint_id == complaint_id,
            Clock.kind == ClockKind.OWNER_LIMIT,
            # What must be reported upward must be so whatever stage the case has come to.
            Clock.subject_id != UPWARD_REPORT,
            Clock.stopped_at.is_(None),
        )
    ).all()
    for clock in running:
        stop_clock(StopClock(ClockId(clock.id), ClockStopReason.STAGE_LEFT), unit)


def _open(complaint: Complaint, watch_key: str, limit_key: str, unit: Unit) -> Clock:
    now = unit.clock.now()
    if find_policy(unit.session, limit_key, complaint.complexity, beijing_date(now)) is None:
        raise LimitUnknown(limit_key)
    return open_clock(
        OpenClock(
            ComplaintId(complaint.id),
            ClockKind.OWNER_LIMIT,
            complaint.round,
            now,
            complaint.complexity,
            subject_id=limit_key,
            policy_key=limit_key,
            watch_key=watch_key,
        ),
        unit,
    )
