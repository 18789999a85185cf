"""What a corrected respondent changes at once: sheets to a wrong unit are withdrawn, who is named has no work in the case."""

from sqlalchemy import ColumnElement, or_, select

from models.beside.respondent_request import WRONG_UNIT, RespondentRequest
from models.case.complaint import Complaint
from models.case.lifecycle import RequestState, TaskState
from models.case.respondent import Respondent
from models.case.task import Task
from services.actor import Actor
from services.outbox.assign_user_task import tell_assignee
from services.requests.kinds.respondent import RESPONDENT
from services.requests.open_requests import OpenRequest, lapse_request
from services.unit_of_work import Unit


def withdraw_sheets(superseded: Respondent, unit: Unit, actor: Actor) -> None:
    """Withdraw what unit and person of this row are still asked, unless another respondent of the case names them too.

    The reason is the one of the correction; they cannot answer any more, not even late, and nobody waits for them.
    """
    person = Respondent.staff_id, RespondentRequest.staff_id, superseded.staff_id
    for named, asked, code in ((Respondent.unit, RespondentRequest.unit_code, superseded.unit), person):
        if code is None:
            continue
        is_still_named = select(Respondent.id).where(
            Respondent.complaint_id == superseded.complaint_id, named == code, Respondent.in_force()
        )
        if unit.session.scalars(is_still_named.limit(1)).first() is None:
            _withdraw(superseded, asked == code, unit, actor)


def _withdraw(superseded: Respondent, is_theirs: ColumnElement[bool], unit: Unit, actor: Actor) -> None:
    sent = unit.session.scalars(
        select(RespondentRequest).where(
            RespondentRequest.complaint_id == superseded.complaint_id,
            is_theirs,
            RespondentRequest.state == RequestState.OPEN,
        )
    ).all()
    for row in sent:
        lapse_request(OpenRequest(RESPONDENT, row), unit, actor, reason=WRONG_UNIT)
        payload = {
            "respondent_request_id": row.id,
            "unit_code": row.unit_code,
            "respondent_id": superseded.id,
        }
        unit.trail.add(row.complaint_id, "respondent.sheet_withdrawn", payload, actor)


def free_work_of(login: str, complaint: Complaint, unit: Unit, actor: Actor) -> None:
    """Give the tasks that this person holds in the case back to their groups, and the case another handler by and by."""
    held = unit.session.scalars(
        select(Task).where(
            Task.complaint_id == complaint.id,
            Task.state == TaskState.OPEN,
            or_(Task.claimed_by == login, Task.assignee == login),
        )
    ).all()
    for task in held:
        task.claimed_by = None
        tell_assignee(task, None, f"complained-about:{task.user_task_key}:{login}", unit)
        unit.trail.add(complaint.id, "task.released", {"element_id": task.element_id}, actor)
    if complaint.handler_id == login:
        complaint.handler_id = None
        unit.trail.add(complaint.id, "handler.replaced", {"from": login, "to": None}, actor)
