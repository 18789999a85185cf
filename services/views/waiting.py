"""For whom a case waits now: who has which task, who outside was asked for what, and until when."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from models.beside.rectification import Rectification
from models.beside.referral import Referral
from models.beside.side_request import SideRequest
from models.case.complaint import Complaint
from models.case.lifecycle import ClockKind, RequestState, Stage, TaskState
from models.case.reviewed_file import FileDefect
from models.case.survey import Survey
from models.case.task import Task
from models.clock.clock import Clock
from models.ground.codes import Role, UnitKind
from models.office.unit import OrganisationUnit
from services.casefile.answer_sendings import awaits_sending
from services.unit_of_work import Unit
from services.views.open_windows import list_windows
from services.views.running_clocks import RunningClock
from services.views.section_counts import SectionCounts

TASK = "task"
_STAGES_OF_SURVEY = frozenset({Stage.FEEDBACK, Stage.RETURN_VISIT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One thing that is waited for: a task (`kind` is `task`), or the code of what somebody outside was asked for.

    `staff_id` has or may do it, else anybody of `groups`; `unit_code` is the unit that was asked, all empty: the
    complainant. `referral_id`: whose sheet has to reach a unit outside. `limit` is the clock that presses, where one does.
    """

    kind: str
    element_id: str = ""
    name: str | None = None
    detail: str | None = None
    user_task_key: str | None = None
    form_id: str | None = None
    is_submitted: bool = False
    staff_id: str | None = None
    groups: tuple[str, ...] = ()
    unit_code: str | None = None
    referral_id: str | None = None
    due_at: datetime | None = None
    limit: RunningClock | None = None


def list_waiting(
    complaint: Complaint, running: Sequence[RunningClock], counts: SectionCounts, unit: Unit
) -> list[Waiting]:
    """The nearest date first, what has none after it, and at the end what was submitted and moves on by itself."""
    clocks = {clock.clock_id: clock for clock in running}
    tables: list[type[SideRequest]] = [Referral, *(counts.asked & {Rectification})]
    asked = [row for table in tables for row in _rows(table, complaint.id, unit)]
    found = [*_list_tasks(complaint.id, asked, clocks, unit), *_list_referred(asked, clocks, unit)]
    found += _list_asked(complaint.id, counts, unit)
    found += _list_surveys(complaint, unit)
    found += _list_unsent(complaint, running, unit)
    found += _list_returned(complaint, running)
    found += _list_defects(complaint.id, running, unit)
    last = datetime.max.replace(tzinfo=complaint.received_at.tzinfo)
    return sorted(found, key=lambda row: (row.is_submitted, row.due_at or last))


def _list_tasks(
    complaint_id: str, asked: Sequence[SideRequest], clocks: Mapping[str, RunningClock], unit: Unit
) -> Iterator[Waiting]:
    units = {
        row.process_instance_key: row.unit_code for row in asked if isinstance(row, Referral | Rectification)
    }
    tasks = unit.session.scalars(
        select(Task)
        .where(Task.complaint_id == complaint_id, Task.state.in_([TaskState.OPEN, TaskState.SUBMITTED]))
        .order_by(Task.created_at)
    )
    for task in tasks:
        limit = clocks.get(task.clock_id or "")
        yield Waiting(
            kind=TASK,
            element_id=task.element_id,
            name=task.details.get("name"),
            detail=task.details.get("method"),
            user_task_key=task.user_task_key,
            form_id=task.form_id,
            is_submitted=task.state is TaskState.SUBMITTED,
            staff_id=task.claimed_by or task.assignee,
            groups=tuple(task.candidate_groups),
            unit_code=units.get(task.process_instance_key),
            due_at=limit.due_at if limit else None,
            limit=limit,
        )


def _list_referred(
    asked: Sequence[SideRequest], clocks: Mapping[str, RunningClock], unit: Unit
) -> Iterator[Waiting]:
    """Bodies outside sign and answer on their sheet; units of the centre have tasks."""
    for row in asked:
        if isinstance(row, Referral) and row.state is RequestState.OPEN and _is_outside(row.unit_code, unit):
            kind, clock_id = (
                ("result", row.result_clock_id) if row.signed_at else ("sign", row.sign_off_clock_id)
            )
            limit = clocks.get(clock_id or "")
            yield Waiting(
                kind=kind,
                unit_code=row.unit_code,
                referral_id=row.id,
                due_at=limit.due_at if limit else None,
                limit=limit,
            )


def _list_asked(complaint_id: str, counts: SectionCounts, unit: Unit) -> Iterator[Waiting]:
    """Of every kind with a window: who answers at a page of his own or by an act has no task."""
    for kind, window in list_windows():
        if kind.table not in counts.asked:
            continue
        if window.is_waiting is None:
            rows = _rows(kind.table, complaint_id, unit)
        else:
            query = select(kind.table).where(kind.table.complaint_id == complaint_id, window.is_waiting())
            rows = unit.session.scalars(query.order_by(kind.table.no)).all()
        column = kind.view_columns.get("unit_code", "")
        yield from (
            Waiting(
                kind=window.name,
                unit_code=getattr(row, column) if column else None,
                due_at=getattr(row, window.ends_at),
            )
            for row in rows
            if row.state is RequestState.OPEN
        )


def _list_surveys(complaint: Complaint, unit: Unit) -> Iterator[Waiting]:
    if complaint.stage in _STAGES_OF_SURVEY:
        for row in _rows_of_surveys(complaint, unit):
            if row.rated_at is None and row.round == complaint.round:
                yield Waiting(kind="rating")


def _list_unsent(complaint: Complaint, running: Sequence[RunningClock], unit: Unit) -> Iterator[Waiting]:
    """The mail room posts the answer, or the hall hands it over."""
    if awaits_sending(complaint, unit):
        limit = next((row for row in running if row.kind is ClockKind.FEEDBACK), None)
        due_at = limit.due_at if limit else None
        yield Waiting(kind="to_send", groups=(Role.INTAKE.value,), due_at=due_at, limit=limit)


def _list_returned(complaint: Complaint, running: Sequence[RunningClock]) -> Iterator[Waiting]:
    """Whoever handles the case sends again what came back, intake where nobody handles it."""
    for limit in running:
        if limit.kind is ClockKind.SEND_AGAIN:
            yield Waiting(
                kind="send_again",
                staff_id=complaint.handler_id,
                groups=() if complaint.handler_id else (Role.INTAKE.value,),
                due_at=limit.due_at,
                limit=limit,
            )


def _list_defects(complaint_id: str, running: Sequence[RunningClock], unit: Unit) -> Iterator[Waiting]:
    """A unit has to make good what a review of the file found."""
    limits = {limit.clock_id: limit for limit in running if limit.kind is ClockKind.FILE_DEFECT}
    if not limits:
        return
    ordered = select(Clock.id, FileDefect.unit_code).join(FileDefect, FileDefect.id == Clock.subject_id)
    for clock_id, unit_code in unit.session.execute(ordered.where(Clock.id.in_(limits))):
        limit = limits[clock_id]
        yield Waiting(kind="make_good", unit_code=unit_code, due_at=limit.due_at, limit=limit)


def _rows_of_surveys(complaint: Complaint, unit: Unit) -> Sequence[Survey]:
    query = select(Survey).where(Survey.complaint_id == complaint.id).order_by(Survey.round)
    return unit.session.scalars(query).all()


def _is_outside(unit_code: str, unit: Unit) -> bool:
    row = unit.session.get(OrganisationUnit, unit_code)
    return row is not None and row.kind is UnitKind.EXTERNAL


def _rows(table: type[SideRequest], complaint_id: str, unit: Unit) -> Sequence[SideRequest]:
    query = select(table).where(table.complaint_id == complaint_id).order_by(table.no)
    rows: Sequence[SideRequest] = unit.session.scalars(query).all()
    return rows
