"""An engine whose store was lost, is older or is another office's: the office says so, and a repair ends it whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.camunda_resources import CamundaResources
from bpmn.names import ComplaintElement, JobType, ProcessId
from models.case.case_run import CaseRun
from models.case.lifecycle import RunEnd, Stage, TaskState
from models.case.task import Task
from models.case.task_record import TaskRecord
from models.clock.legal_time import as_iso
from models.ledger.inbox import InboxRow
from models.ledger.trail_event import TrailEvent
from models.office.engine_anchor import StoreState
from services.outbox.complete_user_task import SUBMITTED_BEFORE_LOSS
from services.reconcile.difference import Reconciled
from services.reconcile.end_runs_of_nobody import EVENT, end_runs_of_nobody
from services.reconcile.repair import repair
from tests.kill.wholeness import assert_no_event_twice
from tests.mutated.diagrams import Place, without_step
from tests.workers.cut_runs import assert_first_dates, count_records, dates, last_run
from tests.workers.engine_office import EngineOffice, copied_office
from tests.workers.moments import go_to
from tests.workers.stage_case import (
    ACCEPT,
    ANSWER,
    APPROVE,
    ASSIGN,
    DRAFT,
    FIND,
    PLAN,
    VISIT,
    StageCase,
    Step,
    active_keys,
    case_in,
)
from tests.workers.two_stores import (
    agree,
    anchor,
    compare,
    copy_store,
    differences,
    mend,
    put_store,
    refuse,
)

# aiohttp 3.14 warns of a method that its own multipart reader calls.
pytestmark = pytest.mark.filterwarnings("ignore:unread_data:DeprecationWarning")


@pytest.fixture
def running(tmp_path: Path, sqlite_office_template: Path) -> Iterator[EngineOffice]:
    """An engine whose searches show the last commit."""
    with copied_office(sqlite_office_template, tmp_path, search_lag_ms=0) as running:
        running.start_workers()
        yield running


def end(case: StageCase, *left: Step) -> None:
    """The rest of its way, each step of it on record once."""
    before = count_records(case)
    case.do(*left)
    case.wait_for_stage(Stage.ARCHIVED)
    assert count_records(case) == before + len(left)


def assert_done_anew(running: EngineOffice, before: Sequence[InboxRow]) -> None:
    """Each job since then is of the next anchor, at a token of an instance that the lost store never had; one begins each run."""
    old = {(row.job_key, row.element_instance_key) for row in before}
    new = [row for row in running.office.rows(InboxRow) if (row.job_key, row.element_instance_key) not in old]
    assert {row.generation for row in new} == {anchor(running).generation}
    assert not {row.element_instance_key for row in new} & {token for _, token in old}
    assert not {row.process_instance_key for row in new} & {row.process_instance_key for row in before}
    begun = [row.process_instance_key for row in new if row.job_type == JobType.START_CASE_RUN]
    going_on = [run.process_instance_key for run in running.office.rows(CaseRun) if run.ended_at is None]
    assert sorted(begun) == sorted(going_on)


def end_what_is_nobodys(running: EngineOffice, found: Reconciled, *keys: str) -> None:
    """As `jieban reconcile --end`, with the key of the one that is nobody's among others, which are left alone."""
    (lost,) = found.differing
    assert end_runs_of_nobody((lost.key, *keys), found, running.office.unit_of_work) == [lost.key]
    running.wait_for(lambda: differences(running) == set(), "the run of nobody is over")
    assert [row.payload for row in running.office.rows(TrailEvent, kind=EVENT)] == [
        {"process_instance_key": lost.key}
    ]


@pytest.mark.check(sister="tests/unit/services/test_reconcile.py")
def test_a_lost_store_is_told_and_every_case_begins_anew_where_its_record_says(running: EngineOffice) -> None:
    """SE-2: one waits at intake, one is investigated, one has submitted what the engine never heard of; all end once."""
    cases = [case_in(running, stage) for stage in (Stage.INTAKE, Stage.INVESTIGATION, Stage.DISPOSAL)]
    agree(running)
    limits = [dates(case) for case in cases]
    running.stop_workers()
    cases[2].do(DRAFT)
    records = [count_records(case) for case in cases]
    put_store(running, None)
    found = compare(running)
    assert {(found.numbers[one.complaint_id], one.difference.value) for one in found.differing} == {
        (case.complaint.number, "RUN_UNKNOWN") for case in cases
    }
    assert found.open_cases == 3
    refuse(running, StoreState.UNKNOWN)
    old = {last_run(case).process_instance_key for case in cases}
    done_before = running.office.rows(InboxRow)
    # Killed between the cases and the store: a second one mends nothing twice and accepts the store.
    assert len(repair(found.differing, running.office.unit_of_work)) == 3
    assert mend(running, found) == []
    assert mend(running, found) == []
    assert anchor(running).generation == 2
    running.start_workers()
    running.open_task(cases[0].id, "decide-acceptance")
    running.open_task(cases[1].id, "plan-investigation")
    running.open_task(cases[2].id, "approve-opinion")
    agree(running)
    runs = running.office.rows(CaseRun)
    assert [run.end_reason for run in runs if run.run_no == 1] == [RunEnd.LOST_IN_ENGINE.value] * 3
    assert not old & {run.process_instance_key for run in runs if run.run_no == 2}
    assert [count_records(case) for case in cases] == records
    # The opinion counts: it was told as made in vain, in the bound file too.
    assert {row.outcome_note for row in running.office.rows(TaskRecord, complaint_id=cases[2].id)} == {None}
    ended = {task.end_reason: task.state for task in running.office.rows(Task, complaint_id=cases[2].id)}
    assert ended.pop(SUBMITTED_BEFORE_LOSS) is TaskState.COMPLETED
    assert ended.keys() == {None}
    assert running.office.rows(TrailEvent, kind="task.ended_elsewhere") == []
    # Nothing new got the answer of an old job, and a complaint that comes now goes its way.
    later = case_in(running, Stage.INVESTIGATION)
    assert_done_anew(running, done_before)
    end(later, PLAN, FIND, DRAFT, APPROVE, ANSWER, VISIT)
    end(cases[2], APPROVE, ANSWER, VISIT)
    end(cases[1], PLAN, FIND, DRAFT, APPROVE, ANSWER, VISIT)
    end(cases[0], ACCEPT, ASSIGN, PLAN, FIND, DRAFT, APPROVE, ANSWER, VISIT)
    agree(running)
    assert active_keys(running) == frozenset()
    for case, first in zip(cases, limits, strict=True):
        assert_first_dates(case, first)
    # The next run asks the tables at intake again; nobody is told anything twice.
    for case in (*cases, later):
        assert_no_event_twice(running.office.database, case.id, frozenset({"suggestion.made"}))


@pytest.mark.check(sister="tests/unit/services/test_reconcile.py")
def test_the_engine_of_another_office_is_told_from_ours_although_it_gave_out_the_same_keys(
    running: EngineOffice, tmp_path: Path, sqlite_office_template: Path
) -> None:
    """Its runs are nobody's here and are left alone; ours begin anew beside them."""
    running.stop_workers()
    folder = tmp_path / "other"
    folder.mkdir()
    with copied_office(sqlite_office_template, folder, search_lag_ms=0) as other:
        other.start_workers()
        key = last_run(case_in(other, Stage.INTAKE)).process_instance_key
        agree(other)
        other.stop_workers()
    running.start_workers()
    case = case_in(running, Stage.INTAKE)
    agree(running)
    running.stop_workers()
    put_store(running, folder / "engine")
    assert {(one.difference.value, one.key) for one in compare(running).differing} == {
        ("RUN_UNKNOWN", last_run(case).process_instance_key),
        ("RUN_OF_NOBODY", key),
    }
    refuse(running, StoreState.UNKNOWN)
    mend(running, compare(running))
    running.start_workers()
    running.open_task(case.id, "decide-acceptance")
    running.wait_for(lambda: last_run(case).process_instance_key is not None, "begun anew")
    found = compare(running)
    assert {(one.difference.value, one.key) for one in found.differing} == {("RUN_OF_NOBODY", key)}
    own = last_run(case).process_instance_key
    assert own is not None
    end_what_is_nobodys(running, found, own)
    end(case, ACCEPT, ASSIGN, PLAN, FIND, DRAFT, APPROVE, ANSWER, VISIT)
    agree(running)
    assert active_keys(running) == frozenset()
    assert count_records(case) == 8


@pytest.mark.check(sister="tests/unit/services/test_reconcile_stages.py")
def test_a_run_that_a_rule_holds_before_the_answer_is_left_where_it_stands(running: EngineOffice) -> None:
    """14.1: by an owner's diagram without the disposal; the incident says what is lacking, and nothing begins anew."""
    shorter = without_step(Place(ProcessId.COMPLAINT, ComplaintElement.CALL_DISPOSAL))
    CamundaResources(running.http).deploy({shorter.name: shorter.content})
    case = case_in(running, Stage.INVESTIGATION)
    case.do(PLAN, FIND)
    running.wait_for(running.incidents, "the rule holds it")
    running.wait_for(lambda: differences(running) == set(), "nothing differs")
    assert case.complaint.stage is Stage.DISPOSAL
    active = {row["elementId"] for row in running.beside_anchor("element-instances")}
    assert ComplaintElement.TASK_CONCLUDE_HANDLING in active


@pytest.mark.check(sister="tests/workers/test_store_anchor.py")
def test_a_store_that_is_three_days_older_ends_whole_with_nothing_twice(running: EngineOffice) -> None:
    """SE-2: one case has moved on for days, one is new; timers of the old store are due, and no job is done before."""
    case = case_in(running, Stage.INVESTIGATION)
    agree(running)
    first = dates(case)
    running.stop_workers()
    older = copy_store(running, "older")
    running.start_workers()
    case.do(PLAN)
    go_to(running, as_iso(running.office.clock.now() + timedelta(days=3)))
    case.do(FIND)
    running.open_task(case.id, "draft-opinion")
    later = case_in(running, Stage.INTAKE)
    agree(running)
    records = count_records(case)
    running.stop_workers()
    put_store(running, older)
    refuse(running, StoreState.ENGINE_OLDER)
    mend(running, compare(running))
    running.start_workers()
    running.open_task(case.id, "draft-opinion")
    running.open_task(later.id, "decide-acceptance")
    agree(running)
    assert count_records(case) == records
    end(case, DRAFT, APPROVE, ANSWER, VISIT)
    end(later, ACCEPT, ASSIGN, PLAN, FIND, DRAFT, APPROVE, ANSWER, VISIT)
    agree(running)
    assert active_keys(running) == frozenset()
    assert_first_dates(case, first)
