"""Who acts in one case by a recorded decision, whatever his role: what a designation stands for and who holds it."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from functools import cache

from sqlalchemy import BindParameter, ColumnElement, Select, and_, bindparam, exists, or_, select

from models.case.designation import Designation
from models.case.lifecycle import TaskState
from models.case.task import Task
from models.ground.codes import CaseRole, Role
from models.office.staff import Staff
from services.access.task_facts import TaskFacts
from services.unit_of_work import Unit

# Whose tasks a designated person may do.
GROUPS_OF_ROLE = {
    CaseRole.ACCEPTOR: frozenset({Role.INTAKE}),
    CaseRole.HANDLER: frozenset({Role.INVESTIGATOR}),
    CaseRole.APPROVER: frozenset({Role.APPROVER, Role.DIRECTOR}),
    CaseRole.REVIEWER: frozenset({Role.APPROVER, Role.DIRECTOR}),
    CaseRole.RETURN_VISITOR: frozenset({Role.RETURN_VISIT}),
}
# A unit that stands in for a recused one, or has the case by its route, does the posts that only the other has.
GROUPS_OF_STAND_IN = frozenset({Role.INTAKE, Role.RETURN_VISIT})


@cache
def is_in_force() -> ColumnElement[bool]:
    """The condition on `designation`, made once: one for a single task ends with the task, whoever ends that."""
    is_for_open_task = exists().where(
        Task.user_task_key == Designation.user_task_key,
        Task.state.in_([TaskState.OPEN, TaskState.SUBMITTED]),
    )
    return and_(Designation.ended_at.is_(None), or_(Designation.user_task_key.is_(None), is_for_open_task))


def list_designations(complaint_id: str, login: str, unit: Unit) -> list[Designation]:
    """The designations in force in this case of this person and of his unit."""
    return list_designations_by_case([complaint_id], login, unit).get(complaint_id, [])


def list_designations_by_case(
    complaint_ids: Collection[str], login: str, unit: Unit
) -> dict[str, list[Designation]]:
    """The same of many cases, by id; only cases that have some. As many queries for a thousand as for one."""
    staff = unit.session.get(Staff, login) if complaint_ids else None
    if staff is None:
        return {}
    found: dict[str, list[Designation]] = {}
    for row in list_in_force(complaint_ids, unit):
        if row.staff_id == login or row.unit_code == staff.unit:
            found.setdefault(row.complaint_id, []).append(row)
    return found


def list_in_force(complaint_ids: Collection[str], unit: Unit) -> Sequence[Designation]:
    """All designations of the cases that are in force, whosever they are: one question of a look that reads."""
    return unit.session.scalars(_of_cases(), {"ids": sorted(set(complaint_ids))}).all()


@cache
def _of_cases() -> Select[Designation]:
    ids: BindParameter[str] = bindparam("ids", expanding=True)
    return select(Designation).where(Designation.complaint_id.in_(ids), is_in_force())


def may_act_for(complaint_id: str, login: str, groups: Iterable[str], unit: Unit) -> bool:
    """Whether a designation lets this person do a task of these groups."""
    return stand_for(list_designations(complaint_id, login, unit), groups)


def stand_for(designations: Iterable[Designation], groups: Iterable[str]) -> bool:
    """Whether one of the designations lets its holder do a task of these groups."""
    return any(not _groups_of(designation).isdisjoint(groups) for designation in designations)


def is_named_for(designations: Iterable[Designation], facts: TaskFacts) -> bool:
    """Whether a supervisor named the holder of one of the designations for this very task."""
    return facts.user_task_key is not None and any(
        designation.user_task_key == facts.user_task_key for designation in designations
    )


def list_named_since(moment: datetime, unit: Unit) -> frozenset[str]:
    """Keys of the tasks for which somebody was named after this moment of the office."""
    query = select(Designation.user_task_key).where(
        Designation.user_task_key.is_not(None), Designation.at > moment
    )
    return frozenset(key for key in unit.session.scalars(query) if key is not None)


def _groups_of(designation: Designation) -> frozenset[str]:
    # A single task says nothing of the others of its role.
    if designation.user_task_key is not None:
        return frozenset()
    if designation.unit_code is None:
        groups = GROUPS_OF_ROLE.get(designation.role_in_case, frozenset())
        # Whoever approves by a route stands above those who handle by it, and watches over them too.
        is_above = designation.route_id is not None and designation.role_in_case is CaseRole.APPROVER
        return groups | {Role.SUPERVISOR} if is_above else frozenset(groups)
    is_stand_in = designation.recusal_id is not None or designation.route_id is not None
    return frozenset(GROUPS_OF_STAND_IN) if is_stand_in else frozenset()
