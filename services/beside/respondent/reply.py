"""The reply of the unit complained about: in its window it is awaited, late it is still kept beside its request."""

from dataclasses import dataclass

from bpmn.names import MessageName
from models.beside.respondent_request import RespondentRequest
from models.case.lifecycle import RequestState
from models.ground.errors import Conflict, InvalidInput
from services.actor import Actor
from services.requests.request_rows import end_request
from services.requests.tell_process import tell_answer
from services.unit_of_work import Unit

REPLIED = "REPLIED"
WAIVED = "WAIVED"
ALREADY_REPLIED = "ALREADY_REPLIED"
# Why what proves a statement comes to an archived file.
AFTER_ARCHIVE = "归档后提交的情况说明的附件"


@dataclass(frozen=True, slots=True)
class Reply:
    """The statement; or, by the paper of the name `waiver_paper`, that the unit gives it up."""

    text: str
    waiver_paper: str | None = None


def reply(row: RespondentRequest, said: Reply, unit: Unit, actor: Actor) -> bool:
    """Record what the unit says; whether it was awaited.

    Conflict("ALREADY_REPLIED") for a second one, InvalidInput if empty: without a paper nothing is given up.
    """
    paper = said.waiver_paper
    is_waived = paper is not None
    if paper is not None and not paper.strip():
        raise InvalidInput({"waiver_paper": "REQUIRED"})
    if not is_waived and not said.text.strip():
        raise InvalidInput({"reply_text": "REQUIRED"})
    if row.replied_at is not None:
        raise Conflict(code=ALREADY_REPLIED)
    is_awaited = row.state is RequestState.OPEN
    row.reply_text = None if is_waived else said.text.strip()
    row.waiver_paper = None if paper is None else paper.strip()
    row.replied_by, row.replied_at = actor.name, unit.clock.now()
    end_request(row, RequestState.ANSWERED, WAIVED if is_waived else REPLIED, unit)
    payload = {
        "respondent_request_id": row.id,
        "unit_code": row.unit_code,
        "was_awaited": is_awaited,
        "is_waived": is_waived,
    }
    unit.trail.add(row.complaint_id, "respondent.replied", payload, actor)
    if is_awaited and row.review_id is None:
        tell_answer(MessageName.RESPONDENT_REPLIED, row, "replied", unit)
    return is_awaited
