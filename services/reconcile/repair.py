"""Runs that the engine has lost, or that stand elsewhere than the record, begin anew where the record says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

import structlog
from sqlalchemy import or_, select

from models.beside.side_request import SideRequest
from models.case.case_run import CaseRun
from models.case.complaint import Complaint
from models.case.lifecycle import RequestState, RunEnd, Stage, TaskState
from models.case.task import Task
from models.clock.legal_time import as_iso
from models.ledger.outbox import OutboxRow
from services.actor import SYSTEM
from services.case.end_run import end_run
from services.case.take_up_run import begin_next_run
from services.casefile.get_case import get_complaint
from services.outbox.cancel_instance import CancelInstance
from services.outbox.complete_user_task import SUBMITTED_BEFORE_LOSS, end_submitted
from services.outbox.publish_message import list_cases_to_start, start_run_again
from services.reconcile.difference import BEGUN_ANEW, CANCELLED, Difference, Differing
from services.reconcile.end_untold import RUN_LOST, TO_TASKS, end_message
from services.reconcile.of_requests import list_unbegun
from services.reconcile.of_tasks import is_of_run
from services.requests.kinds import KINDS
from services.requests.open_request import announce
from services.requests.request_kind import RequestKind
from services.requests.run_to_tell import find_last_run
from services.unit_of_work import Unit, UnitFactory

_log = structlog.get_logger(__name__)


def repair(differing: Iterable[Differing], make_unit: UnitFactory) -> list[Differing]:
    """Each case in a commit of its own; what was mended. The engine is told after the commits, by the workers.

    What has moved on since it was seen is left alone, and so is what only a person can decide on.
    """
    mended: list[Differing] = []
    for case, group in groupby(sorted(differing), lambda one: one.complaint_id):
        if not case:
            continue
        found = list(group)
        try:
            with make_unit() as unit:
                done = _repair_case(get_complaint(case, unit), found, unit)
        except Exception as fault:
            # One case that cannot be mended, as one whose file was destroyed meanwhile, must not keep the others from it.
            _log.warning("case_not_repaired", complaint_id=case, error_type=type(fault).__name__)
            continue
        mended += done
    return mended


def _repair_case(complaint: Complaint, found: Sequence[Differing], unit: Unit) -> list[Differing]:
    mended = [one for one in found if one.difference in CANCELLED and _cancel(one, complaint, unit)]
    lost = [one for one in found if one.difference is Difference.REQUEST_UNKNOWN]
    mended += [one for one in lost if _begin_request_anew(one, complaint, unit)]
    untold = [one for one in found if one.difference is Difference.START_UNTOLD]
    mended += [one for one in untold if _tell_start_again(complaint, unit)]
    wrong = [one for one in found if one.difference in BEGUN_ANEW and _still_is(one, complaint, unit)]
    if wrong:
        _begin_run_anew(complaint, wrong, unit)
    return [*mended, *wrong]


def _still_is(one: Differing, complaint: Complaint, unit: Unit) -> bool:
    if complaint.stage is Stage.ARCHIVED:
        return False
    run = find_last_run(complaint.id, unit)
    if one.difference is Difference.NO_RUN:
        return run is None
    if run is None or run.ended_at is not None or run.process_instance_key is None:
        return False
    if one.difference in (Difference.RUN_UNKNOWN, Difference.RUN_ELSEWHERE):
        # The record may have moved on since; of an unknown run no stage is told.
        return run.process_instance_key == one.key and one.recorded in ("", complaint.stage.value)
    return _is_task_astray(one, run, unit)


def _is_task_astray(one: Differing, run: CaseRun, unit: Unit) -> bool:
    if one.difference is Difference.TASK_KEY_USED:
        # No row holds the task that waits there; the next run waits at another one, under another key.
        return run.process_instance_key == one.recorded
    task = unit.session.get(Task, one.key)
    if task is None or not is_of_run(task, run):
        return False
    waits = task.state in (TaskState.OPEN, TaskState.SUBMITTED)
    return waits is (one.difference in (Difference.TASK_UNKNOWN, Difference.SUBMISSION_UNTOLD))


def _tell_start_again(complaint: Complaint, unit: Unit) -> bool:
    """The same run: nothing of it is on record, and a second instance of it ends at its first job."""
    run = find_last_run(complaint.id, unit)
    if complaint.stage is Stage.ARCHIVED or run is None or run.ended_at or run.process_instance_key:
        return False
    if list_cases_to_start({complaint.id: run.run_no}, unit):
        return False
    payload = {"run_no": run.run_no, "differences": [Difference.START_UNTOLD.value]}
    unit.trail.add(complaint.id, "message.sent_again", payload, SYSTEM)
    start_run_again(complaint.id, run.run_no, unit)
    return True


def _begin_run_anew(complaint: Complaint, wrong: Sequence[Differing], unit: Unit) -> None:
    """Its clocks, decisions and requests go on; what was submitted is on record and is not asked for again."""
    run = find_last_run(complaint.id, unit)
    if run is not None:
        codes = sorted({one.difference.value for one in wrong})
        payload: dict[str, object] = {
            "run_no": run.run_no,
            "process_instance_key": run.process_instance_key,
            "stage": complaint.stage.value,
            "differences": codes,
        }
        unit.trail.add(complaint.id, f"run.{RunEnd.LOST_IN_ENGINE.value}", payload, SYSTEM)
        end_run(run, complaint, RunEnd.LOST_IN_ENGINE, unit)
        for one in wrong:
            if one.difference is Difference.TASK_DONE_THERE:
                # Accounted for: it belongs to the run that ends.
                unit.session.get_one(Task, one.key).end_reason = RunEnd.LOST_IN_ENGINE.value
        _settle_submitted(complaint.id, unit)
        if Difference.RUN_UNKNOWN.value not in codes:
            _tell_end(run, complaint, unit)
        unit.session.flush()
    begin_next_run(complaint, unit, SYSTEM)


def _tell_end(run: CaseRun, complaint: Complaint, unit: Unit) -> None:
    if run.process_instance_key is not None:
        _cancel_instance(run.process_instance_key, complaint.id, unit)


def _settle_submitted(complaint_id: str, unit: Unit) -> None:
    """What was submitted counts, and nothing is told of it: another store may know other tasks by their keys."""
    own = set(_keys_of_own_processes(complaint_id, unit))
    rows = unit.session.scalars(
        select(OutboxRow).where(
            OutboxRow.complaint_id == complaint_id, OutboxRow.sent_at.is_(None), OutboxRow.kind.in_(TO_TASKS)
        )
    ).all()
    for row in rows:
        task = unit.session.get(Task, str(row.payload.get("user_task_key")))
        if task is None or task.process_instance_key not in own:
            end_message(row, unit)
    submitted = select(Task).where(Task.complaint_id == complaint_id, Task.state == TaskState.SUBMITTED)
    for task in unit.session.scalars(submitted).all():
        if task.process_instance_key not in own:
            end_submitted(task, SUBMITTED_BEFORE_LOSS, unit)


def _keys_of_own_processes(complaint_id: str, unit: Unit) -> Iterable[str | None]:
    for kind in [kind for kind in KINDS.values() if kind.has_own_process]:
        table: type[SideRequest] = kind.table
        yield from unit.session.scalars(
            select(table.process_instance_key).where(table.complaint_id == complaint_id)
        )


def _cancel(one: Differing, complaint: Complaint, unit: Unit) -> bool:
    """An instance that is not the run of its case: nothing of it is on record."""
    run = find_last_run(complaint.id, unit)
    if complaint.stage is not Stage.ARCHIVED:
        # One that has not begun yet may be begun by this very instance.
        if run is None or run.process_instance_key is None:
            return False
        if run.ended_at is None and run.process_instance_key == one.key:
            return False
    _cancel_instance(one.key, complaint.id, unit)
    return True


def _cancel_instance(key: str, complaint_id: str, unit: Unit) -> None:
    """Also where it was cancelled before: an older store has forgotten that."""
    message = CancelInstance(process_instance_key=key, complaint_id=complaint_id)
    unit.outbox.add(message, f"cancel:{key}:{as_iso(unit.ports.system_clock.now())}")


def _begin_request_anew(one: Differing, complaint: Complaint, unit: Unit) -> bool:
    """Its process begins again where nobody has submitted anything to it; else a person decides how it goes on."""
    found = _find_request(one.key, complaint.id, unit)
    if found is None:
        return False
    kind, row = found
    if row.process_instance_key is None and row.id not in list_unbegun(kind, unit):
        return False
    tasks = unit.session.scalars(select(Task).where(Task.process_instance_key == one.key)).all()
    if any(task.state in (TaskState.SUBMITTED, TaskState.COMPLETED) for task in tasks):
        return False
    for task in tasks:
        if task.state is TaskState.OPEN:
            task.state, task.ended_at, task.end_reason = TaskState.CANCELLED, unit.clock.now(), RUN_LOST
    # One whose start was lost has no process to tell it from: another message begins it, and of two the second one ends.
    lost, row.process_instance_key = row.process_instance_key, None
    payload: dict[str, object] = {"kind": kind.name, "request_id": row.id, "process_instance_key": lost}
    unit.trail.add(complaint.id, "request.begun_anew", payload, SYSTEM)
    announce(kind, row, unit, after=lost or as_iso(unit.ports.system_clock.now()))
    return True


def _find_request(key: str, complaint_id: str, unit: Unit) -> tuple[RequestKind, SideRequest] | None:
    for kind in [kind for kind in KINDS.values() if kind.has_own_process]:
        table: type[SideRequest] = kind.table
        row = unit.session.scalars(
            select(table).where(
                table.complaint_id == complaint_id,
                or_(
                    table.process_instance_key == key,
                    (table.id == key) & table.process_instance_key.is_(None),
                ),
                table.state == RequestState.OPEN,
            )
        ).one_or_none()
        if row is not None:
            return kind, row
    return None
