"""The result that a receiving unit reports (反馈结果)."""

from dataclasses import dataclass
from datetime import date

from bpmn.names import MessageName
from models.beside.referral import Referral
from models.case.lifecycle import ClockStopReason, RequestState
from services.actor import Actor
from services.requests.request_rows import end_request, require_open, stop_own_clock
from services.requests.tell_process import tell_answer
from services.unit_of_work import Unit

REPORTED = "REPORTED"


@dataclass(frozen=True, slots=True)
class ReferralResult:
    """What was found and decided, and the measures where they are told apart; how it came from a unit outside."""

    text: str
    measures: str = ""
    way: str = ""
    number: str = ""
    on: date | None = None


def record_result(row: Referral, result: ReferralResult, unit: Unit, actor: Actor) -> None:
    """Record the result of a signed referral that owes one; Conflict("REQUEST_ENDED") when it has ended."""
    require_open(row)
    row.result_text, row.measures = result.text.strip(), result.measures.strip() or None
    row.result_by, row.result_at = actor.name, unit.clock.now()
    row.result_way, row.result_number, row.result_on = result.way or None, result.number or None, result.on
    stop_own_clock(row.result_clock_id, ClockStopReason.REPORTED, unit)
    end_request(row, RequestState.ANSWERED, REPORTED, unit)
    payload = {"referral_id": row.id, "unit_code": row.unit_code}
    unit.trail.add(row.complaint_id, "referral.result_reported", payload, actor)


def tell_result(row: Referral, unit: Unit) -> None:
    """Move the token that waits for the result of an outside unit."""
    tell_answer(MessageName.REFERRAL_RESULT_RECEIVED, row, "result", unit)
