"""Who may be named for a task that nobody may do by role: found by name, post, unit or login."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.lifecycle import TaskState
from models.case.task import Task
from models.ground.codes import Role
from models.ground.errors import Conflict, NotFound
from models.office.staff import Staff
from models.office.unit import OrganisationUnit
from services.access.find_exclusion import find_exclusions
from services.access.task_facts import facts_of_task
from services.actor import Actor, require_role
from services.office.people_names import map_people_names
from services.office.unit_options import Option
from services.standstill.unworkable_tasks import is_unworkable
from services.unit_of_work import Unit, UnitOfWork
from services.worklist.sync_tasks import NAME
from services.worklist.task_permission import NOT_ACTIVE_STAFF, find_bar_of_named

MAX_SHOWN = 20
# One's own name would be a decision without a second pair of eyes.
NAMED_HIMSELF, NO_TASK_LIST, KEPT_AWAY = "NAMED_HIMSELF", "NO_TASK_LIST", "KEPT_AWAY"
# Roles whose pages have no list of tasks.
_WITHOUT_LIST = frozenset({Role.ADMINISTRATOR.value, Role.WINDOW_STAFF.value})


@dataclass(frozen=True, slots=True)
class NameablePeople:
    """The task, and the people who match: `people` those who may be named, `kept_away` how many others may not.

    `has_more`: more match than were asked about.
    """

    user_task_key: str
    element_id: str
    name: str | None
    complaint_id: str
    number: str
    people: tuple[Option, ...]
    kept_away: int
    has_more: bool


def list_nameable(words: str, user_task_key: str, unit_of_work: UnitOfWork, actor: Actor) -> NameablePeople:
    """The first 20 who match all the words, by login. Who is kept away is counted, and not told why.

    NotPermitted, NotFound for a task of a case that is not for this person, Conflict as in require_unworkable.
    """
    login = require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    with unit_of_work.reading() as unit:
        task = require_unworkable(unit.session.get(Task, user_task_key), login, unit)
        matching = _list_matching(words, unit)
        asked = matching[:MAX_SHOWN]
        allowed = [staff for staff in asked if find_naming_bar(task, staff.login, login, unit) is None]
        names = map_people_names(unit, logins=[staff.login for staff in allowed])
        return NameablePeople(
            user_task_key=task.user_task_key,
            element_id=task.element_id,
            name=task.details.get(NAME),
            complaint_id=task.complaint_id,
            number=unit.session.get_one(Complaint, task.complaint_id).number,
            people=tuple({"label": names[staff.login], "value": staff.login} for staff in allowed),
            kept_away=len(asked) - len(allowed),
            has_more=len(matching) > len(asked),
        )


def require_unworkable(task: Task | None, login: str, unit: Unit) -> Task:
    """The task; NotFound for none or one of a case that the supervisor must keep away from.

    Conflict TASK_ENDED, or SOMEBODY_MAY_DO_IT for a task that is in somebody's list.
    """
    if task is None or find_exclusions({task.complaint_id}, login, unit):
        raise NotFound
    if task.state is not TaskState.OPEN:
        raise Conflict(code="TASK_ENDED")
    if not is_unworkable(task, unit):
        raise Conflict(code="SOMEBODY_MAY_DO_IT")
    return task


def find_naming_bar(task: Task, staff_id: str, by: str, unit: Unit) -> str | None:
    """Why this person may not be named for the task, None when nothing speaks against him.

    KEPT_AWAY for every rule of the case: which relation a colleague declared is not told to whoever tries his name.
    """
    if staff_id == by:
        return NAMED_HIMSELF
    staff = unit.session.get(Staff, staff_id)
    if staff is not None and _WITHOUT_LIST.issuperset(staff.roles):
        return NO_TASK_LIST
    bar = find_bar_of_named(facts_of_task(task), staff_id, unit)
    return KEPT_AWAY if bar not in (None, NOT_ACTIVE_STAFF) else bar


def _list_matching(words: str, unit: Unit) -> Sequence[Staff]:
    """Active members of staff by login whose name, post, unit or login has each of the words."""
    wanted = words.casefold().split()
    rows = unit.session.execute(
        select(Staff, OrganisationUnit.name)
        .join(OrganisationUnit, OrganisationUnit.code == Staff.unit)
        .where(Staff.active.is_(True))
        .order_by(Staff.login)
    )
    return [
        staff
        for staff, unit_name in rows
        if all(
            word in f"{staff.name} {staff.title or ''} {unit_name} {staff.login}".casefold()
            for word in wanted
        )
    ]
