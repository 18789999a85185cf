"""The one reasoned objection of a receiving unit (异议) within its window."""

from datetime import datetime

from bpmn.names import MessageName
from models.beside.referral import Referral
from models.ground.errors import InvalidInput, RuleRefused
from services.actor import Actor
from services.requests.request_rows import require_open, stop_own_clock
from services.requests.tell_process import tell_answer
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
    stop_own_clock(row.sign_off_clock_id, "objected", unit)
    payload = {"referral_id": row.id, "unit_code": row.unit_code}
    unit.trail.add(row.complaint_id, "referral.objected", payload, actor)


def _is_over(row: Referral, now: datetime) -> bool:
    return row.objection_ends_at is not None and now >= row.objection_ends_at


def tell_objected(row: Referral, unit: Unit) -> None:
    """Move the token that waits for the answer of an outside unit."""
    tell_answer(MessageName.REFERRAL_OBJECTED, row, "objected", unit)
