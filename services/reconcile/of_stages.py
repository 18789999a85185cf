"""Runs that stand in another stage than their case has on record: what moves between two tasks is seen by no task."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import timedelta

from sqlalchemy import func, select

from bpmn.names import ComplaintElement, ProcessId
from models.case.complaint import Complaint
from models.case.lifecycle import Stage
from models.case.task import Task
from models.case.task_record import TaskRecord
from models.ledger.outbox import OutboxRow
from models.ledger.trail_event import TrailEvent
from services.outbox.complete_user_task import CompleteUserTask
from services.outbox.publish_message import PublishMessage
from services.ports.monitor import ElementInstanceView, Monitor
from services.reconcile.difference import Difference, Differing
from services.reconcile.open_runs import OpenRun
from services.unit_of_work import Unit, UnitFactory

# A submission is dated before the move that it makes, in the same commit.
SAME_COMMIT = timedelta(minutes=1)
# Where the run of a case can stand, and the stages that may be on record then. Referrals go on beside every stage but the
# first and the last. Of steps that owners put between the stages nothing is known.
PLACES: Mapping[str, frozenset[Stage]] = {
    ComplaintElement.CALL_INTAKE: frozenset({Stage.INTAKE}),
    ComplaintElement.CALL_INVESTIGATION: frozenset({Stage.INVESTIGATION}),
    ComplaintElement.CALL_DISPOSAL: frozenset({Stage.DISPOSAL}),
    ComplaintElement.CALL_REFERRALS: frozenset(
        {Stage.REFERRAL, Stage.INVESTIGATION, Stage.DISPOSAL, Stage.FEEDBACK}
    ),
    ComplaintElement.TASK_CONCLUDE_HANDLING: frozenset({Stage.REFERRAL, Stage.FEEDBACK, Stage.INTAKE}),
    ComplaintElement.CALL_FEEDBACK: frozenset({Stage.FEEDBACK, Stage.RETURN_VISIT}),
    ComplaintElement.TASK_ARCHIVE_CASE: frozenset({Stage.FEEDBACK, Stage.RETURN_VISIT}),
}
# The stages that owe what the answer has to tell of. A rule holds the run before the answer while it is lacking, and the case
# stays where it is (services/case/conclude_handling.py).
_OWING = frozenset({Stage.INVESTIGATION, Stage.DISPOSAL})
_USER_TASK = "USER_TASK"
_TO_ENGINE = (CompleteUserTask.KIND, PublishMessage.KIND)

Places = Mapping[str, Sequence[ElementInstanceView]]


def map_places(monitor: Monitor) -> Places:
    """The tokens in stages by the key of the root that has them. OutsideUnavailable while the engine is away."""
    found: dict[str, list[ElementInstanceView]] = {}
    of_cases = {"processDefinitionId": ProcessId.COMPLAINT.value, "state": "ACTIVE"}
    for element in PLACES:
        for token in monitor.list_elements(of_cases | {"elementId": element}):
            found.setdefault(token.process_instance_key, []).append(token)
    return found


def find_elsewhere(
    runs: Iterable[OpenRun], places: Places, make_unit: UnitFactory, monitor: Monitor
) -> Iterator[Differing]:
    """Of these live runs those of whose tokens none stands where the record does, is on its way from there or held by a rule."""
    for run in runs:
        tokens = places.get(run.key or "", ())
        if not tokens or run.key is None or any(run.stage in PLACES[one.element_id] for one in tokens):
            continue
        called = _list_called(run.key, tokens, monitor)
        with make_unit().reading() as unit:
            if _is_on_its_way(run, called, unit):
                continue
        if _may_be_held(run, tokens) and _has_all_work(run.key, make_unit, monitor):
            continue
        stands_at = ",".join(sorted(one.element_id for one in tokens))
        yield Differing(run.complaint_id, Difference.RUN_ELSEWHERE, run.key, run.stage.value, stands_at)


def _may_be_held(run: OpenRun, tokens: Iterable[ElementInstanceView]) -> bool:
    """At the job that a rule may refuse."""
    is_there = any(one.element_id == ComplaintElement.TASK_CONCLUDE_HANDLING for one in tokens)
    return is_there and run.stage in _OWING


def _has_all_work(root: str, make_unit: UnitFactory, monitor: Monitor) -> bool:
    """Whether each task that was done in the stages of this run is on record: a database of before lacks some."""
    called = [one.key for one in monitor.list_called_instances(root)]
    done = [
        one
        for key in called
        for one in monitor.list_element_instances(key, state="COMPLETED")
        if one.element_type == _USER_TASK
    ]
    recorded = (
        select(func.count(TaskRecord.id))
        .join(Task, Task.user_task_key == TaskRecord.user_task_key)
        .where(Task.process_instance_key.in_(called))
    )
    with make_unit().reading() as unit:
        return unit.session.scalars(recorded).one() >= len(done)


def _list_called(root: str, tokens: Sequence[ElementInstanceView], monitor: Monitor) -> list[str]:
    """The instances of the stages that these tokens wait for."""
    waiting = {one.key for one in tokens}
    return [one.key for one in monitor.list_called_instances(root) if one.parent_element_key in waiting]


def _is_on_its_way(run: OpenRun, called: Collection[str], unit: Unit) -> bool:
    """The record is ahead by what the engine is still told, or by a task of the very stage that the run is leaving.

    The latter lasts where an owner's diagram goes on after the task that ends a stage.
    """
    untold = select(OutboxRow.id).where(
        OutboxRow.complaint_id == run.complaint_id,
        OutboxRow.sent_at.is_(None),
        OutboxRow.kind.in_(_TO_ENGINE),
    )
    if unit.session.scalars(untold.limit(1)).first() is not None:
        return True
    entered = select(func.max(TrailEvent.at)).where(
        TrailEvent.complaint_id == run.complaint_id, TrailEvent.kind == "stage.entered"
    )
    since = unit.session.scalars(entered).one()
    if since is None:
        since = unit.session.get_one(Complaint, run.complaint_id).registered_at
    moved = (
        select(TaskRecord.id)
        .join(Task, Task.user_task_key == TaskRecord.user_task_key)
        .where(
            TaskRecord.complaint_id == run.complaint_id,
            Task.process_instance_key.in_(called),
            TaskRecord.submitted_at >= since - SAME_COMMIT,
        )
    )
    return unit.session.scalars(moved.limit(1)).first() is not None
