"""Tasks on which database and engine do not agree, part by part."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import timedelta

from sqlalchemy import select

from models.beside.side_request import SideRequest
from models.case.case_run import CaseRun
from models.case.complaint import Complaint
from models.case.lifecycle import RequestState, Stage, TaskState
from models.case.task import Task
from models.case.task_record import TaskRecord
from models.ground.errors import NotFound
from models.ledger.outbox import OutboxRow
from services.outbox.complete_user_task import key_of_completion
from services.ports.engine import EngineTask, ProcessEngine
from services.ports.monitor import Monitor
from services.reconcile.difference import Difference, Differing
from services.requests.kinds import KINDS
from services.requests.run_to_tell import find_last_run
from services.unit_of_work import Unit, UnitFactory
from services.worklist.same_task import is_the_same

ROWS_AT_ONCE = 500
# Calls inside calls; the shipped processes need three.
MAX_DEPTH = 20
MILLISECOND = timedelta(milliseconds=1)
# How the list of tasks ends one that the engine completed past this application.
COMPLETED_THERE = "ENGINE_COMPLETED"


def find_differing_tasks(
    lost: Collection[str], make_unit: UnitFactory, engine: ProcessEngine, monitor: Monitor
) -> Iterator[Differing]:
    """Of cases in `lost`, whose run is unknown, nothing more is asked. OutsideUnavailable while the engine is away."""
    listed = {task.user_task_key: task for task in engine.list_open_user_tasks()}
    for part, own in _list_waiting(make_unit):
        for row in part:
            other = listed.get(row.user_task_key)
            if other is not None and not is_the_same(row.process_instance_key, row.element_id, other):
                yield from _under_used_key(other, _find_case(other, engine), make_unit, monitor)
        of_runs = [
            row for row in part if row.process_instance_key not in own and row.complaint_id not in lost
        ]
        yield from _of_waiting(of_runs, listed, make_unit, engine)
        of_requests = {row.user_task_key: row for row in part if own.get(row.process_instance_key)}
        for one in _of_waiting(list(of_requests.values()), listed, make_unit, engine):
            yield _of_request(of_requests[one.key])
    yield from _of_ended(listed, make_unit, engine, monitor)
    yield from _of_completed_there(make_unit)


def _of_request(row: Task) -> Differing:
    """Of a request's own process: no run of a case answers for it."""
    return Differing(row.complaint_id, Difference.REQUEST_ASTRAY, row.user_task_key, row.process_instance_key)


def _of_waiting(
    rows: Sequence[Task], listed: Mapping[str, EngineTask], make_unit: UnitFactory, engine: ProcessEngine
) -> Iterator[Differing]:
    untold = _list_untold([row for row in rows if row.state is TaskState.SUBMITTED], make_unit)
    for row in rows:
        if row.user_task_key in untold:
            yield Differing(row.complaint_id, Difference.SUBMISSION_UNTOLD, row.user_task_key)
        elif not _is_there(row, listed, engine):
            yield Differing(row.complaint_id, Difference.TASK_UNKNOWN, row.user_task_key)


def _is_there(row: Task, listed: Mapping[str, EngineTask], engine: ProcessEngine) -> bool:
    task = listed.get(row.user_task_key)
    if task is None:
        return engine.find_user_task_state(row.user_task_key) is not None
    return is_the_same(row.process_instance_key, row.element_id, task)


def _list_waiting(make_unit: UnitFactory) -> Iterator[tuple[Sequence[Task], Mapping[str, bool]]]:
    """Open and submitted tasks by their keys, with the processes of requests among theirs."""
    after = ""
    while True:
        with make_unit().reading() as unit:
            part = unit.session.scalars(
                select(Task)
                .where(Task.state.in_([TaskState.OPEN, TaskState.SUBMITTED]), Task.user_task_key > after)
                .order_by(Task.user_task_key)
                .limit(ROWS_AT_ONCE)
            ).all()
            own = list_own_processes([row.process_instance_key for row in part], unit)
        if part:
            yield part, own
            after = part[-1].user_task_key
        if len(part) < ROWS_AT_ONCE:
            return


def list_own_processes(keys: Sequence[str], unit: Unit) -> dict[str, bool]:
    """Those of the keys that are of requests with a process of their own, for which no run answers; whether it is open."""
    tables: list[type[SideRequest]] = [kind.table for kind in KINDS.values() if kind.has_own_process]
    wanted = sorted(set(keys))
    return {
        str(key): state is RequestState.OPEN
        for table in tables
        for start in range(0, len(wanted), ROWS_AT_ONCE)
        for key, state in unit.session.execute(
            select(table.process_instance_key, table.state).where(
                table.process_instance_key.in_(wanted[start : start + ROWS_AT_ONCE])
            )
        )
    }


def _list_untold(rows: Sequence[Task], make_unit: UnitFactory) -> set[str]:
    """Submitted, and no completion of theirs is still to be sent."""
    keys = {key_of_completion(row.user_task_key): row.user_task_key for row in rows}
    if not keys:
        return set()
    waiting = select(OutboxRow.dedupe_key).where(
        OutboxRow.dedupe_key.in_(list(keys)), OutboxRow.sent_at.is_(None)
    )
    with make_unit().reading() as unit:
        told = set(unit.session.scalars(waiting))
    return {key for dedupe, key in keys.items() if dedupe not in told}


def _of_ended(
    listed: Mapping[str, EngineTask], make_unit: UnitFactory, engine: ProcessEngine, monitor: Monitor
) -> Iterator[Differing]:
    """The engine waits for what was done here, or under its key for something else."""
    keys = sorted(listed)
    for start in range(0, len(keys), ROWS_AT_ONCE):
        query = (
            select(Task, Complaint.stage)
            .join(Complaint, Complaint.id == Task.complaint_id)
            .where(
                Task.user_task_key.in_(keys[start : start + ROWS_AT_ONCE]),
                Task.state.in_([TaskState.COMPLETED, TaskState.CANCELLED]),
            )
        )
        with make_unit().reading() as unit:
            found = unit.session.execute(query).all()
            own = list_own_processes([row.process_instance_key for row, _ in found], unit)
        for row, stage in found:
            task = listed[row.user_task_key]
            case = _find_case(task, engine)
            is_same = is_the_same(row.process_instance_key, row.element_id, task)
            if case is None:
                continue
            if not is_same or case not in (row.complaint_id, ""):
                yield from _under_used_key(task, case, make_unit, monitor)
                continue
            if row.state is not TaskState.COMPLETED:
                continue
            if own.get(row.process_instance_key):
                yield _of_request(row)
            elif stage is not Stage.ARCHIVED and row.process_instance_key not in own:
                yield Differing(row.complaint_id, Difference.TASK_DONE_HERE, row.user_task_key)


def _find_case(task: EngineTask, engine: ProcessEngine) -> str | None:
    """The case that the task names, empty where it names none; None for one that has ended meanwhile."""
    try:
        case = engine.list_effective_variables(task.user_task_key).get("complaint_id")
    except NotFound:
        return None
    return case if isinstance(case, str) else ""


def _under_used_key(
    task: EngineTask, case: str | None, make_unit: UnitFactory, monitor: Monitor
) -> Iterator[Differing]:
    """One of a case that is not on file is of a run of nobody; one of no case is none of ours, and may have ended."""
    if not case:
        return
    with make_unit().reading() as unit:
        if unit.session.get(Complaint, case) is None:
            return
        run = find_last_run(case, unit)
    key = None if run is None or run.ended_at is not None else run.process_instance_key
    if key is not None and _is_in_run(task, key, monitor):
        yield Differing(case, Difference.TASK_KEY_USED, task.user_task_key, key)
    else:
        yield Differing(case, Difference.TASK_KEY_USED_BESIDE, task.user_task_key)


def _is_in_run(task: EngineTask, run_key: str, monitor: Monitor) -> bool:
    """Whether it stands in the run's instance or in one that this called; a request's own process has no caller."""
    key = task.process_instance_key
    for _ in range(MAX_DEPTH):
        if key == run_key:
            return True
        found = monitor.list_instances({"processInstanceKey": {"$in": [key]}})
        if not found or (above := found[0].parent_key) is None:
            return False
        key = above
    return False


def _of_completed_there(make_unit: UnitFactory) -> Iterator[Differing]:
    """Of runs that go on: what the engine completed and nobody has submitted here."""
    submitted = select(TaskRecord.id).where(TaskRecord.user_task_key == Task.user_task_key)
    query = (
        select(Task, CaseRun)
        .join(Complaint, Complaint.id == Task.complaint_id)
        .join(CaseRun, CaseRun.complaint_id == Complaint.id)
        .where(
            Task.state == TaskState.CANCELLED,
            Task.end_reason == COMPLETED_THERE,
            Complaint.stage != Stage.ARCHIVED,
            CaseRun.ended_at.is_(None),
            ~submitted.exists(),
        )
    )
    with make_unit().reading() as unit:
        found = unit.session.execute(query).all()
        own = list_own_processes([task.process_instance_key for task, _ in found], unit)
    for task, run in found:
        if is_of_run(task, run) and task.process_instance_key not in own:
            yield Differing(task.complaint_id, Difference.TASK_DONE_THERE, task.user_task_key)


def is_of_run(task: Task, run: CaseRun) -> bool:
    """Whether it came after the run had begun; the engine tells moments to the millisecond."""
    return run.started_at is not None and task.created_at + MILLISECOND >= run.started_at
