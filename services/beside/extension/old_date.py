"""The date before which an extension must be approved and told: the due moment of the clock it is about, as it stands."""

from datetime import datetime

from models.beside.extension import Extension
from models.case.lifecycle import ClockStopReason, RequestState
from models.clock.clock import Clock
from models.clock.office_hours import next_opening
from services.actor import Actor
from services.clocks.office_ladder import find_open_pause, load_ladder
from services.requests.request_rows import end_request, stop_own_clock
from services.unit_of_work import Unit

NOTICE_TOO_LATE = "NOTICE_TOO_LATE"
DECISION_TOO_LATE = "DECISION_TOO_LATE"


def old_date_of(row: Extension, unit: Unit) -> datetime:
    """The old due moment; while its clock stands still, the next working morning at the earliest."""
    clock = unit.session.get_one(Clock, row.extended_clock_id)
    if find_open_pause(unit.session, clock.id) is None:
        return clock.due_at
    ladder = load_ladder(unit.session)
    return max(clock.due_at, next_opening(unit.clock.now(), ladder.hours, ladder.calendar))


def has_old_date_passed(row: Extension, unit: Unit) -> bool:
    """True after the old date; the minute itself is still in time."""
    return is_too_late(row, unit.clock.now(), unit)


def is_too_late(row: Extension, at: datetime, unit: Unit) -> bool:
    """Whether what happened at that moment came after the old date."""
    return at > old_date_of(row, unit)


def why_too_late(row: Extension) -> str:
    """What was missing at the old date: the notice of an approved extension, else the decision."""
    return NOTICE_TOO_LATE if row.is_approved else DECISION_TOO_LATE


def expire(row: Extension, unit: Unit, actor: Actor) -> None:
    """End an extension that came too late: approved but not told in time has its own reason. The old date stands."""
    reason = why_too_late(row)
    stop_own_clock(row.own_clock_id, ClockStopReason.EXPIRED, unit)
    end_request(row, RequestState.EXPIRED, reason, unit)
    payload = {"extension_id": row.id, "clock_id": row.extended_clock_id, "reason": reason}
    unit.trail.add(row.complaint_id, "extension.expired", payload, actor)
