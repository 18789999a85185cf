"""The reply of the unit complained about: in its window it is awaited, late it is still kept beside its request."""

from bpmn.names import MessageName
from models.beside.respondent_request import RespondentRequest
from models.case.lifecycle import RequestState
from models.ground.errors import Conflict, InvalidInput
from services.actor import Actor
from services.requests.request_rows import end_request
from services.requests.tell_process import tell_answer
from services.unit_of_work import Unit

REPLIED = "REPLIED"
ALREADY_REPLIED = "ALREADY_REPLIED"


def reply(row: RespondentRequest, text: str, unit: Unit, actor: Actor) -> bool:
    """Record the reply; whether it was awaited. Conflict("ALREADY_REPLIED") for a second one, InvalidInput if empty."""
    if not text.strip():
        raise InvalidInput({"reply_text": "REQUIRED"})
    if row.reply_text is not None:
        raise Conflict(code=ALREADY_REPLIED)
    is_awaited = row.state is RequestState.OPEN
    row.reply_text, row.replied_by, row.replied_at = text.strip(), actor.name, unit.clock.now()
    end_request(row, RequestState.ANSWERED, REPLIED, unit)
    payload = {"respondent_request_id": row.id, "unit_code": row.unit_code, "was_awaited": is_awaited}
    unit.trail.add(row.complaint_id, "respondent.replied", payload, actor)
    if is_awaited:
        tell_answer(MessageName.RESPONDENT_REPLIED, row, "replied", unit)
    return is_awaited
