"""A mail that was handed over came back: it is shown to a person. Limits that its sending met stay met."""

from datetime import date
from enum import StrEnum

from models.case.dispatch import Dispatch
from models.clock.legal_time import beijing_date
from models.ground.dispatch_codes import DispatchState
from services.actor import SYSTEM
from services.dispatch.delivery_report import DeliveryReport, ReportedAction
from services.dispatch.lock_dispatch import lock_with_case
from services.dispatch.provided_by_carrier import record_carried
from services.unit_of_work import Unit, UnitOfWork

# Of what has left, or may have.
RETURNABLE = (DispatchState.TAKEN, DispatchState.SENDING, DispatchState.IN_DOUBT)


class BounceOutcome(StrEnum):
    """What a report came to.

    `PAST`: another attempt has followed or a person has settled it; only the trail has it.
    """

    RETURNED = "returned"
    KNOWN = "known"
    PAST = "past"
    NO_RETURN = "no_return"
    NOT_OURS = "not_ours"


def record_bounce(report: DeliveryReport, unit_of_work: UnitOfWork) -> BounceOutcome:
    """Put a return on record once; a delay, or a report of what this office never sent, changes nothing."""
    dispatch_id, _, attempt = report.attempt_id.rpartition("-")
    with unit_of_work as unit:
        row = unit.session.get(Dispatch, dispatch_id)
        if row is None or not attempt.isdecimal():
            return BounceOutcome.NOT_OURS
        lock_with_case(row, unit)
        if not 1 <= int(attempt) <= row.attempts:
            return BounceOutcome.NOT_OURS
        if report.action is not ReportedAction.FAILED:
            return BounceOutcome.NO_RETURN
        if row.state is DispatchState.RETURNED and int(attempt) == row.attempts:
            return BounceOutcome.KNOWN
        payload = {
            "purpose": row.purpose.value,
            "way": row.way.value,
            "attempt": int(attempt),
            "status": report.status,
        }
        if row.state not in RETURNABLE or int(attempt) != row.attempts:
            unit.trail.add(row.complaint_id, "dispatch.returned_late", payload, SYSTEM)
            return BounceOutcome.PAST
        _return(row, report, unit)
        # What comes back has left, also where nobody was there to hear that it was taken.
        record_carried(row, row.attempts, unit, is_certain=True)
        unit.trail.add(row.complaint_id, "dispatch.returned", payload, SYSTEM)
        return BounceOutcome.RETURNED


def _return(row: Dispatch, report: DeliveryReport, unit: Unit) -> None:
    row.state, row.state_at, row.begun_at = DispatchState.RETURNED, unit.clock.now(), None
    row.reason = f"DSN_{report.status}" if report.status else None
    row.returned_on = _plausible(report.day, row, unit)


def _plausible(day: date | None, row: Dispatch, unit: Unit) -> date:
    """The day that the report tells where it can be one: a foreign clock proves nothing."""
    today = beijing_date(unit.clock.now())
    return today if day is None or not beijing_date(row.made_at) <= day <= today else day
