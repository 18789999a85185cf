"""Which live tasks concern a person, asked of the database by person; rules that need more are asked of what it finds."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, Select, String, and_, case, cast, exists, false, or_, select

from models.beside.recusal import Recusal
from models.beside.referral import Referral
from models.case.complaint import Complaint
from models.case.designation import Designation
from models.case.lifecycle import TaskState
from models.case.respondent import Respondent
from models.case.task import Task
from models.clock.clock import Clock
from models.ground.codes import RecusalOutcome, RecusalSubject
from models.office.staff import Staff
from services.access.find_designation import is_in_force
from services.access.task_bars import one_by_one
from services.access.task_facts import TaskFacts
from services.beside.referral.receiver_bar import find_receiver_bar
from services.office.deputies import list_acting_roles
from services.tasks.registry import elements_where
from services.unit_of_work import Unit
from services.worklist.task_permission import find_bars, list_handlers_tasks


def list_candidates(login: str, unit: Unit) -> list[tuple[str, TaskFacts, TaskState]]:
    """Key, facts and state of what may be the person's by role, unit, case or claim, the most pressing first."""
    staff = unit.session.get(Staff, login)
    if staff is None or not staff.active:
        return []
    return [
        (key, TaskFacts(complaint_id, element_id, tuple(groups), instance, key), state)
        for key, complaint_id, element_id, groups, instance, state in unit.session.execute(
            find_candidates_of(staff, list_acting_roles(staff, unit.session))
        )
    ]


def list_allowed(
    candidates: Sequence[tuple[str, TaskFacts, TaskState]], login: str, unit: Unit
) -> frozenset[tuple[str, TaskFacts, TaskState]]:
    """Those of the candidates that no rule keeps the person from, and what he has submitted."""
    barred = find_bars({facts for _, facts, state in candidates if state is TaskState.OPEN}, login, unit)
    return frozenset(row for row in candidates if row[2] is TaskState.SUBMITTED or row[1] not in barred)


def find_candidates_of(
    staff: Staff, roles: Collection[str]
) -> Select[str, str, str, list[str], str, TaskState]:
    """Urgency as the list shows it: work before what was submitted, urgent cases, the least time left, the oldest."""
    running_due = case((Clock.stopped_at.is_(None), Clock.due_at))
    return (
        select(
            Task.user_task_key,
            Task.complaint_id,
            Task.element_id,
            Task.candidate_groups,
            Task.process_instance_key,
            Task.state,
        )
        .join(Complaint, Complaint.id == Task.complaint_id)
        .outerjoin(Clock, Clock.id == Task.clock_id)
        .where(
            or_(
                and_(Task.claimed_by == staff.login, Task.state.in_([TaskState.OPEN, TaskState.SUBMITTED])),
                and_(
                    Task.state == TaskState.OPEN,
                    Task.claimed_by.is_(None),
                    or_(_by_role(staff, roles), _by_case(staff)),
                    ~_is_about(staff),
                ),
            )
        )
        .order_by(
            case((Task.state == TaskState.SUBMITTED, 1), else_=0),
            Complaint.urgent.desc(),
            running_due.is_(None),
            running_due,
            Task.created_at,
            Task.user_task_key,
        )
    )


def _by_role(staff: Staff, held: Collection[str]) -> ColumnElement[bool]:
    groups = cast(Task.candidate_groups, String)
    roles = [groups.contains(f'"{role}"', autoescape=True) for role in held]
    is_of_unit = exists().where(
        Referral.process_instance_key == Task.process_instance_key, Referral.unit_code == staff.unit
    )
    return and_(or_(false(), *roles), or_(Task.element_id.not_in(_list_units_tasks()), is_of_unit))


def _list_units_tasks() -> frozenset[str]:
    """Tasks of the unit that a referral went to, whoever else represents a unit."""
    return elements_where(lambda task: task.find_bars is one_by_one(find_receiver_bar))


def _by_case(staff: Staff) -> ColumnElement[bool]:
    is_designated = exists().where(
        Designation.complaint_id == Task.complaint_id,
        is_in_force(),
        or_(Designation.user_task_key.is_(None), Designation.user_task_key == Task.user_task_key),
        or_(Designation.staff_id == staff.login, Designation.unit_code == staff.unit),
    )
    is_handler = and_(Complaint.handler_id == staff.login, Task.element_id.in_(list_handlers_tasks()))
    return or_(is_handler, is_designated)


def _is_about(staff: Staff) -> ColumnElement[bool]:
    """Whom the case is about or who was recused by name; recused units and declared relations are asked afterwards."""
    is_named = exists().where(
        Respondent.complaint_id == Task.complaint_id,
        Respondent.staff_id == staff.login,
        Respondent.in_force(),
    )
    is_recused = exists().where(
        Recusal.complaint_id == Task.complaint_id,
        Recusal.outcome == RecusalOutcome.RECUSED,
        Recusal.who_kind == RecusalSubject.STAFF,
        Recusal.who == staff.login,
    )
    return or_(is_named, is_recused)
