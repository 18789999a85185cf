"""Verification of a report (R51): it stands and the order is met, or the unit has to report again."""

from dataclasses import dataclass

from models.beside.rectification import Rectification
from models.case.lifecycle import ClockStopReason, RequestState
from models.ground.errors import InvalidInput
from services.actor import Actor
from services.casefile.addendum import enter_addendum
from services.requests.request_rows import end_request, require_open, stop_own_clock
from services.unit_of_work import Unit

VERIFIED = "VERIFIED"


@dataclass(frozen=True, slots=True)
class VerifyRectification:
    """Whether the report stands; `note` says what is missing."""

    is_verified: bool
    note: str = ""


def verify(row: Rectification, command: VerifyRectification, unit: Unit, actor: Actor) -> None:
    """Record the verification; InvalidInput on `note` for sending back without a reason, Conflict("REQUEST_ENDED")."""
    require_open(row)
    if not command.is_verified and not command.note.strip():
        raise InvalidInput({"note": "REQUIRED"})
    row.verify_note = command.note.strip() or None
    row.verified_by, row.verified_at = actor.name, unit.clock.now()
    payload = {"rectification_id": row.id, "is_verified": command.is_verified, "attempts": row.attempts}
    unit.trail.add(row.complaint_id, "rectification.verified", payload, actor)
    verdict = "核实到位" if command.is_verified else "退回继续整改"
    enter_addendum(row.complaint_id, f"整改要求第{row.no}号的核实记录（{verdict}）", unit, actor)
    if command.is_verified:
        stop_own_clock(row.own_clock_id, ClockStopReason.VERIFIED, unit)
        end_request(row, RequestState.ANSWERED, VERIFIED, unit)
