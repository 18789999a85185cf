"""The one reasoned objection of a receiving unit (异议) within its window."""

from datetime import datetime

from bpmn.names import MessageName
from models.beside.referral import Referral
from models.case.lifecycle import ClockKind, ClockStopReason
from models.ground.errors import InvalidInput, RuleRefused
from models.ground.ids import ComplaintId
from services.actor import Actor
from services.clocks.open_clock import OpenClock, open_clock
from services.outbox.publish_message import PublishMessage, publish
from services.requests.request_rows import require_open, stop_own_clock
from services.unit_of_work import Unit

OBJECTION_TOO_LATE = "OBJECTION_TOO_LATE"
OBJECTION_USED = "OBJECTION_USED"


def object_to(row: Referral, reason: str, unit: Unit, actor: Actor) -> None:
    """Record the objection; somebody else arbitrates.

    RuleRefused: OBJECTION_USED after the first one or an arbitration, OBJECTION_TOO_LATE after the window or the
    signature. InvalidInput without a reason, Conflict for an ended referral.
    """
    require_open(row)
    if row.objected_at is not None or row.arbitration is not None:
        raise RuleRefused(OBJECTION_USED)
    now = unit.clock.now()
    if row.signed_at is not None or not row.may_object or _is_over(row, now):
        raise RuleRefused(OBJECTION_TOO_LATE)
    if not reason.strip():
        raise InvalidInput({"objection_reason": "REQUIRED"})
    row.objection, row.objected_at, row.may_object = reason.strip(), now, False
    stop_own_clock(row.sign_off_clock_id, ClockStopReason.OBJECTED, unit)
    start_arbitration(row, unit)
    payload = {"referral_id": row.id, "unit_code": row.unit_code}
    unit.trail.add(row.complaint_id, "referral.objected", payload, actor)


def start_arbitration(row: Referral, unit: Unit) -> None:
    """Open the clock in which the objection has to be decided."""
    clock = open_clock(
        OpenClock(
            ComplaintId(row.complaint_id),
            ClockKind.REFERRAL_ARBITRATION,
            row.round,
            unit.clock.now(),
            subject_id=row.id,
        ),
        unit,
    )
    row.arbitration_clock_id = clock.id
    unit.session.flush()


def _is_over(row: Referral, now: datetime) -> bool:
    return row.objection_ends_at is not None and now >= row.objection_ends_at


def tell_objected(row: Referral, unit: Unit) -> None:
    """Move the token that waits for the answer of an outside unit."""
    publish(
        PublishMessage(
            name=MessageName.REFERRAL_OBJECTED,
            correlation_key=row.id,
            message_id=f"{row.id}:objected",
            variables={"arbitration_clock_id": row.arbitration_clock_id},
            complaint_id=row.complaint_id,
        ),
        unit,
    )
