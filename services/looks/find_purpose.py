"""What a person was doing when he looked at a case: from what the office has on record, never from what he says."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import and_, or_, select

from models.case.complaint import Complaint
from models.case.lifecycle import TaskState
from models.case.task import Task
from models.ground.codes import Role
from models.ground.look_codes import LookKind, LookPurpose
from models.ledger.look_record import PURPOSE_LENGTH, NewLook
from services.access.whole_words import SUPERVISING_ROLES
from services.unit_of_work import UnitOfWork

# Parts of the application that do one work only.
_BY_ROOM = {
    "staff_concerning_me": LookPurpose.ASKED,
    "staff_counter": LookPurpose.COUNTER,
    "staff_file_review_file": LookPurpose.FILE_REVIEW,
    "staff_group_proposals": LookPurpose.GROUPING,
    "staff_hall": LookPurpose.COUNTER,
    "staff_incoming": LookPurpose.INCOMING,
    "staff_letter_approvals": LookPurpose.LETTER,
    "staff_openings": LookPurpose.INCOMING,
    "staff_oversight": LookPurpose.OVERSIGHT,
    "staff_post": LookPurpose.POST,
    "staff_scans": LookPurpose.INCOMING,
    "data_requests": LookPurpose.DATA_REQUEST,
}


@dataclass(frozen=True, slots=True)
class AskedPage:
    """Which part of the application answered, and the key of the task that the address names, empty for none."""

    room: str
    user_task_key: str = ""


def find_purpose(look: NewLook, page: AskedPage, unit_of_work: UnitOfWork) -> str | None:
    """As it goes on record; None where nothing shows one. Of what was refused nobody did anything."""
    if look.kind is LookKind.REFUSED:
        return None
    if look.kind is LookKind.IDENTITY:
        return LookPurpose.IDENTITY.value
    if page.room in _BY_ROOM:
        return _BY_ROOM[page.room].value
    if look.complaint_id is None:
        return None
    return _find_of_case(look, page, unit_of_work) or _find_of_roles(look)


def _find_of_case(look: NewLook, page: AskedPage, unit_of_work: UnitOfWork) -> str | None:
    """One question: his open tasks of the case and the one that the page is of, and what he is to the case."""
    is_his = or_(Task.claimed_by == look.viewer, Task.user_task_key == page.user_task_key)
    of_case = and_(Task.complaint_id == Complaint.id, Task.state == TaskState.OPEN, is_his)
    query = (
        select(Complaint.handler_id, Complaint.registered_by, Task)
        .outerjoin(Task, of_case)
        .where(Complaint.id == look.complaint_id)
        .order_by(Task.created_at)
    )
    with unit_of_work.reading() as unit:
        rows = unit.session.execute(query).all()
        tasks = [task for _, _, task in rows if task is not None]
        own = [task for task in tasks if task.claimed_by == look.viewer]
        asked = [task for task in tasks if task.user_task_key == page.user_task_key]
        for task in [*(one for one in asked if one in own), *own]:
            return f"{LookPurpose.TASK.value}:{task.element_id}"[:PURPOSE_LENGTH]
        if any(task.claimed_by is None for task in asked):
            return LookPurpose.CHOOSING.value
    handlers = {handler for handler, _, _ in rows}
    if look.viewer in handlers:
        return LookPurpose.HANDLING.value
    registered = {login for _, login, _ in rows}
    return LookPurpose.REGISTERED.value if look.viewer in registered else None


def _find_of_roles(look: NewLook) -> str | None:
    held = {role for role in Role if role.value in look.roles.split(",")}
    return LookPurpose.SUPERVISING.value if held & SUPERVISING_ROLES else None
