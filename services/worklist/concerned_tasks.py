"""Which live tasks concern a person, asked of the database by person; rules that need more are asked of what it finds."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, case, cast, exists, false, func, or_, select
from sqlalchemy.orm import aliased

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
from services.access.kept_away import must_keep_away
from services.access.task_bars import one_by_one
from services.access.task_facts import TaskFacts
from services.beside.referral.receiver_bar import find_receiver_bar
from services.office.deputies import is_at_work, list_acting_roles
from services.tasks.registry import elements_where
from services.unit_of_work import Unit
from services.worklist.task_permission import find_bars_but_exclusion, list_handlers_tasks


@dataclass(frozen=True, slots=True)
class Candidate:
    """A live task that may be the person's; `holder` is who claimed it or whom the diagram gave it to.

    `is_waiting`: nobody holds it, or somebody who is away or gone.
    """

    facts: TaskFacts
    state: TaskState
    holder: str | None
    is_waiting: bool

    @property
    def key(self) -> str:
        """The engine's key of the task."""
        return str(self.facts.user_task_key)


def list_candidates(
    login: str, unit: Unit, *conditions: ColumnElement[bool], own_first: bool = False
) -> list[Candidate]:
    """What may be the person's by role, unit, case or claim, the most pressing first, or before it what he holds.

    Nothing of a case that he must keep away from, and nothing for who is on leave.

    `conditions` are on `task`, `complaint` and `clock`, and leave out what is not wanted.
    """
    staff = unit.session.get(Staff, login)
    if staff is None or not is_at_work(staff):
        return []
    query = find_candidates_of(staff, list_acting_roles(staff, unit.session))
    query = query.where(~must_keep_away(login, unit), *conditions)
    if own_first:
        query = query.order_by(None).order_by(case((is_held_by(login), 0), else_=1), *_pressing())
    holder = aliased(Staff)
    held_by = func.coalesce(Task.claimed_by, Task.assignee)
    at_work = and_(holder.login == held_by, holder.active.is_(True), holder.stand_in_id.is_(None))
    rows = unit.session.execute(
        query.outerjoin(holder, at_work).add_columns(held_by, holder.login.is_(None))
    ).all()
    return [
        Candidate(
            TaskFacts(case_id, element_id, tuple(groups), instance, key), state, held, is_waiting=bool(waits)
        )
        for key, case_id, element_id, groups, instance, state, held, waits in (tuple(row) for row in rows)
    ]


def is_held_by(login: str) -> ColumnElement[bool]:
    """The condition on `task` that the person claimed it, or that the diagram gave it to him and nobody claimed it."""
    return or_(Task.claimed_by == login, and_(Task.claimed_by.is_(None), Task.assignee == login))


def list_allowed(candidates: Sequence[Candidate], login: str, unit: Unit) -> frozenset[Candidate]:
    """Those of the candidates that no rule keeps the person from, and what he has submitted."""
    barred = find_bars_but_exclusion(
        {row.facts for row in candidates if row.state is TaskState.OPEN}, login, unit
    )
    return frozenset(row for row in candidates if row.state is TaskState.SUBMITTED or row.facts not in barred)


def find_candidates_of(
    staff: Staff, roles: Collection[str]
) -> Select[str, str, str, list[str], str, TaskState]:
    """Urgency as the list shows it: work before what was submitted, urgent cases, the least time left, the oldest."""
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
        .order_by(*_pressing())
    )


def _pressing() -> tuple[Any, ...]:  # Any: what sorts has no common class that is of a type
    running_due = case((Clock.stopped_at.is_(None), Clock.due_at))
    return (
        case((Task.state == TaskState.SUBMITTED, 1), else_=0),
        Complaint.urgent.desc(),
        running_due.is_(None),
        running_due,
        Task.created_at,
        Task.user_task_key,
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
