"""Material that came in: an awaited one answers its request, everything else is only kept on file."""

from dataclasses import dataclass

from sqlalchemy import select

from bpmn.names import MessageName
from models.beside.supplement import Supplement
from models.beside.supplement_request import SupplementRequest
from models.case.complaint import Complaint
from models.case.lifecycle import RequestState
from models.ground.errors import InvalidInput
from models.ground.ids import new_id
from services.actor import Actor
from services.casefile.add_entry import MAX_TEXT
from services.requests.pauses import resume_after_request
from services.requests.request_rows import end_request
from services.requests.tell_process import tell_answer
from services.unit_of_work import Unit

RECEIVED = "RECEIVED"
WAIVED = "WAIVED"


@dataclass(frozen=True, slots=True)
class TakeSupplement:
    """What was said or sent; `request_id` None for material that nobody asked for.

    `waiver_paper`: by this paper the complainant sends nothing more to that request. `way` and `opened_by`: how it came
    and who opened it, where somebody enters it.
    """

    text: str
    request_id: str | None = None
    waiver_paper: str | None = None
    way: str = ""
    opened_by: tuple[str, ...] = ()


def take_supplement(command: TakeSupplement, complaint: Complaint, unit: Unit, actor: Actor) -> Supplement:
    """File it in the caller's unit; the answer to an open request ends that request and no other.

    InvalidInput on `supplement_request_id` for a request of another case, on the text or the name of the paper when it is
    empty or too long.
    """
    request = _find_request(command, complaint, unit)
    text = command.text if command.waiver_paper is None else command.waiver_paper
    _check(command, text, request)
    is_awaited = request is not None and request.state is RequestState.OPEN
    row = Supplement(
        id=new_id(),
        complaint_id=complaint.id,
        supplement_request_id=None if request is None else request.id,
        text=text.strip(),
        received_at=unit.clock.now(),
        by=actor.name,
        is_late=request is not None and not is_awaited,
        way=command.way or None,
        opened_by=list(command.opened_by) or None,
    )
    unit.session.add(row)
    payload = {
        "supplement_id": row.id,
        "supplement_request_id": row.supplement_request_id,
        "was_awaited": is_awaited,
    }
    unit.trail.add(complaint.id, "supplement.received", payload, actor)
    if request is not None and is_awaited:
        _answer(request, row, command.waiver_paper, unit)
    return row


def list_supplement_requests(complaint_id: str, unit: Unit) -> list[SupplementRequest]:
    """All rounds of a case, the earliest first, ended ones too."""
    return list(
        unit.session.scalars(
            select(SupplementRequest)
            .where(SupplementRequest.complaint_id == complaint_id)
            .order_by(SupplementRequest.no)
        )
    )


def _find_request(command: TakeSupplement, complaint: Complaint, unit: Unit) -> SupplementRequest | None:
    if command.request_id is None:
        return None
    request = unit.session.get(SupplementRequest, command.request_id, with_for_update=True)
    if request is None or request.complaint_id != complaint.id:
        raise InvalidInput({"supplement_request_id": "NOT_AN_OPTION"})
    return request


def _check(command: TakeSupplement, text: str, request: SupplementRequest | None) -> None:
    field = "text" if command.waiver_paper is None else "waiver_paper"
    if not text.strip():
        raise InvalidInput({field: "REQUIRED"})
    if len(text) > MAX_TEXT:
        raise InvalidInput({field: "TOO_LONG"})
    if command.waiver_paper is not None and request is None:
        raise InvalidInput({"supplement_request_id": "REQUIRED"})


def _answer(request: SupplementRequest, row: Supplement, waiver_paper: str | None, unit: Unit) -> None:
    request.answered_text, request.waiver_paper = row.text, waiver_paper
    end_request(request, RequestState.ANSWERED, RECEIVED if waiver_paper is None else WAIVED, unit)
    resume_after_request(request, unit)
    tell_answer(MessageName.SUPPLEMENT_RECEIVED, request, "received", unit)
