"""A person's tasks under tabs: what he holds, what waits for somebody, what he must explain, what colleagues were given.

One look sorts all that is counted, so that the number at a tab is the number of rows behind it, and no rule is asked twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, exists, select

from bpmn.names import FormId
from models.case.complaint import Complaint
from models.case.lifecycle import Stage
from models.case.respondent import Respondent
from models.case.task import Task
from models.clock.clock import Clock
from models.office.staff import Staff
from services.access.readable_cases import READ_ALL_ROLES, may_be_read
from services.actor import Actor, staff_id_of
from services.office.known_office import know_office
from services.tasks.registry import elements_where
from services.unit_of_work import Unit, UnitOfWork
from services.views.case_subject import NO_SUBJECT, CaseSubject, list_subjects
from services.views.my_tasks import TaskRow, list_kept, list_rows
from services.views.page import MOST_COUNTED, Page, cut_page
from services.views.unreviewed import VersionMark, find_open_version, version_mark
from services.worklist.concerned_tasks import Candidate, list_candidates


class TaskTab(StrEnum):
    """Where a task stands for the person who looks."""

    MINE = "mine"
    POOL = "pool"
    EXPLAIN = "explain"
    COLLEAGUES = "colleagues"


@dataclass(frozen=True, slots=True)
class ListWork:
    """What is asked for. `tab` None: the first that has a row. Empty filters leave nothing out."""

    tab: TaskTab | None = None
    page: int = 1
    number: str = ""
    stage: Stage | None = None
    unit: str = ""
    is_late: bool = False

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is left out."""
        return bool(self.number or self.stage or self.unit or self.is_late)


@dataclass(frozen=True, slots=True)
class WorkRow:
    """A task with what its case is about; of a case whose file is not the person's nothing but the task is told.

    `mark`: the case goes by a version that nobody reviewed or that was taken out of use.
    """

    task: TaskRow
    subject: CaseSubject
    may_open: bool
    mark: VersionMark | None


@dataclass(frozen=True, slots=True)
class WorkList:
    """The page of one tab, and how many rows are behind each."""

    tab: TaskTab
    counts: Mapping[TaskTab, int]
    has_more: bool
    page: Page[WorkRow]

    @property
    def held(self) -> int:
        """How many of them the person holds."""
        return self.counts[TaskTab.MINE] + self.counts[TaskTab.EXPLAIN]


def list_work(command: ListWork, unit_of_work: UnitOfWork, actor: Actor) -> WorkList:
    """One page; of more than 10,000 tasks the person's own come first, so that none of these is beyond what is counted."""
    login = staff_id_of(actor)
    with unit_of_work.reading() as unit:
        know_office(unit)
        staff = unit.session.get(Staff, login)
        conditions = _filter(command, unit)
        kept = list_kept(list_candidates(login, unit, *conditions, own_first=True), login, unit)
        tabs = [_tab_of(row, login) for row in kept[:MOST_COUNTED]]
        counts = Counter(tabs)
        chosen = command.tab or next((tab for tab in TaskTab if counts[tab]), TaskTab.MINE)
        keys = [row.key for row, tab in zip(kept[:MOST_COUNTED], tabs, strict=True) if tab is chosen]
        cut = cut_page(keys, command.page)
        rows = () if staff is None else _read_rows(cut.keys, login, unit, actor)
        has_more = len(kept) > MOST_COUNTED
    return WorkList(
        chosen,
        {tab: counts[tab] for tab in TaskTab},
        has_more,
        Page(rows, cut.number, cut.total, has_more and chosen is not TaskTab.MINE),
    )


def list_explaining() -> frozenset[str]:
    """Elements in which somebody says why a case is late."""
    return elements_where(lambda task: task.form == FormId.EXPLAIN_DELAY)


def _tab_of(row: Candidate, login: str) -> TaskTab:
    if row.holder == login:
        return TaskTab.EXPLAIN if row.facts.element_id in list_explaining() else TaskTab.MINE
    return TaskTab.POOL if row.is_waiting else TaskTab.COLLEAGUES


def _filter(command: ListWork, unit: Unit) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if number := command.number.strip().upper():
        conditions.append(Complaint.number.contains(number, autoescape=True))
    if command.stage is not None:
        conditions.append(Complaint.stage == command.stage)
    if command.unit:
        is_about = exists().where(
            Respondent.complaint_id == Complaint.id, Respondent.unit == command.unit, Respondent.in_force()
        )
        conditions.append(is_about)
    if command.is_late:
        conditions.append((Clock.stopped_at.is_(None)) & (Clock.due_at < unit.clock.now()))
    return conditions


def _read_rows(keys: tuple[str, ...], login: str, unit: Unit, actor: Actor) -> tuple[WorkRow, ...]:
    query = select(Task, find_open_version(Task.complaint_id)).where(Task.user_task_key.in_(keys))
    marked = unit.session.execute(query).all()
    tasks, marks = (
        [task for task, _ in marked],
        {task.complaint_id: version_mark(mark) for task, mark in marked},
    )
    rows = {row.user_task_key: row for row in list_rows(tasks, login, unit)}
    # Who must keep away from a case has no task of it here.
    cases = {row.complaint_id for row in tasks}
    readable = cases if actor.roles & READ_ALL_ROLES else _list_readable(cases, unit, actor)
    subjects = list_subjects(readable, unit)
    return tuple(
        WorkRow(
            row,
            subjects.get(row.complaint_id, NO_SUBJECT),
            may_open=row.complaint_id in readable,
            mark=marks.get(row.complaint_id),
        )
        for row in (rows[key] for key in keys)
    )


def _list_readable(cases: set[str], unit: Unit, actor: Actor) -> set[str]:
    query = select(Complaint.id).where(Complaint.id.in_(cases), may_be_read(unit, actor))
    return set(unit.session.scalars(query))
