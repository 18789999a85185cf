"""`improvement` with its workers: what comes again opens a study by itself, whose tasks ask for plan, analysis and decision."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from engine.state.user_task import UserTask
from models.ground.errors import Conflict
from models.ground.study_codes import StudyDecision, StudyState
from models.ledger.outbox import OutboxRow
from models.ledger.trail_event import TrailEvent
from models.office.engine_anchor import StoreState
from models.office.office_task import OfficeTask
from models.store.database import Database
from services.anchor.judge_store import Judged
from services.outbox.send_step import send_outbox_step
from services.studies.studies_step import LookedForRecurrence, studies_step
from services.worklist.list_office_tasks import list_office_tasks
from tests.full_office import FullOffice
from tests.mutated.core_office import CoreOffice
from tests.unit.services.studied import (
    CLERK,
    DIRECTOR,
    SUPERVISOR,
    analyse,
    come_again,
    decide,
    only,
    plan,
)
from tests.unit.services.two_ports import TwoPorts
from tests.workers.lost_store import accept, begin_anew, repair_lost
from tests.workers.test_jobs import answer, counts, job
from workers import improvement


@pytest.fixture
def opened(sqlite_office: Database, tmp_path: Path) -> CoreOffice:
    """The first of October: five complaints of one kind about one item were found true in September; no engine knows it yet."""
    office = FullOffice(sqlite_office, folder=tmp_path)
    come_again(office, 5)
    office.clock.set("2026-10-01T09:00")
    core = CoreOffice(office)
    core.sweeps = False
    assert studies_step(office.unit_of_work, LookedForRecurrence()) == 1
    return core


@pytest.fixture
def core(opened: CoreOffice) -> CoreOffice:
    opened.settle()
    return opened


def pages(core: CoreOffice, login: str = SUPERVISOR) -> list[str]:
    return [row.page for row in list_office_tasks(core.office.unit_of_work(), core.office.actor(login))]


def open_tasks(core: CoreOffice) -> set[str]:
    return {str(task.key) for task in core.engine.open(UserTask)}


def events(core: CoreOffice, kind: str) -> int:
    return len(core.office.rows(TrailEvent, kind=kind))


def test_what_comes_again_is_studied_down_to_its_root_and_decided(core: CoreOffice) -> None:
    """Each step is a task of the office that its page ends; back for more analysis is counted; the process ends with it."""
    assert studies_step(core.office.unit_of_work, LookedForRecurrence()) == 0, "it is under study"
    assert (pages(core), pages(core, DIRECTOR), pages(core, CLERK)) == (["study-plan"], ["study-plan"], [])
    plan(core.office)
    core.settle()
    assert pages(core) == ["study-analysis"]
    analyse(core.office)
    core.settle()
    assert pages(core) == ["study-decision"]
    decide(core.office, "more", due_on="2026-10-30")
    core.settle()
    assert (pages(core), only(core.office).state) == (["study-analysis"], StudyState.ANALYSING)
    analyse(core.office, root_cause="没有规定由谁修订指南，也没有规定何时修订。")
    core.settle()
    decide(core.office, "none")
    core.settle()
    study = only(core.office)
    assert (study.round, study.state, study.decision) == (2, StudyState.CLOSED, StudyDecision.NONE)
    assert (open_tasks(core), core.engine.has_active_instances()) == (set(), False)
    assert core.office.rows(OfficeTask) == []


def test_a_plan_that_does_not_come_is_late_once_and_stands_so_until_it_comes(core: CoreOffice) -> None:
    core.set_moment(core.now + timedelta(days=9))
    core.settle()
    assert only(core.office).reminded_at is not None
    assert events(core, "study.late") == 1
    (task,) = list_office_tasks(core.office.unit_of_work(), core.office.actor(SUPERVISOR))
    assert task.is_late
    plan(core.office)
    core.settle()
    assert only(core.office).reminded_at is None
    (task,) = list_office_tasks(core.office.unit_of_work(), core.office.actor(SUPERVISOR))
    assert (task.page, task.is_late) == ("study-analysis", False)


def test_no_other_tool_takes_a_step_that_nobody_took_on_the_page(core: CoreOffice) -> None:
    (key,) = open_tasks(core)
    with pytest.raises(Conflict, match="尚未在接办系统中提交"):
        core.engine.complete_user_task(key, {})
    core.settle()
    assert pages(core) == ["study-plan"]


def test_a_study_whose_instance_was_cancelled_begins_anew(core: CoreOffice) -> None:
    first = only(core.office).instance_key
    assert first is not None
    core.engine.cancel_instance(first)
    for _ in range(3):
        core.settle()
    assert only(core.office).instance_key not in (None, first)
    assert pages(core) == ["study-plan"]
    plan(core.office)
    core.settle()
    assert pages(core) == ["study-analysis"]


def test_a_study_begins_anew_where_an_accepted_store_has_lost_it(core: CoreOffice) -> None:
    """14.1: it stood still for good, its task in the lists and unknown to the engine; one that the store knows is left alone."""
    plan(core.office)
    core.settle()
    first = only(core.office).instance_key
    assert first is not None
    accept(core, Judged(StoreState.ENGINE_OLDER, None, is_known_there=True), first)
    accept(core, Judged(StoreState.DATABASE_OLDER, None, is_known_there=True))
    assert only(core.office).instance_key == first
    repair_lost(core)
    assert only(core.office).instance_key not in (None, first)
    assert [task.process_instance_key for task in core.office.rows(OfficeTask)] == [
        only(core.office).instance_key
    ]
    assert pages(core) == ["study-plan"], "a process that began anew asks again"
    plan(core.office)
    core.settle()
    analyse(core.office)
    core.settle()
    decide(core.office, "none")
    core.settle()
    assert only(core.office).state is StudyState.CLOSED
    assert (core.office.rows(OfficeTask), core.engine.has_active_instances()) == ([], False)


def test_a_study_begins_anew_where_only_the_lost_store_had_taken_its_start(opened: CoreOffice) -> None:
    """Before its first job the office has no key of it; nobody would ever have begun it."""
    tell_start(opened)
    repair_lost(opened)
    study = only(opened.office)
    assert (study.instance_key is not None, study.begun) == (True, 2)
    assert pages(opened) == ["study-plan"]
    assert len(open_tasks(opened)) == 1


def test_a_start_that_is_still_to_be_told_or_that_the_older_store_has_is_told_once(
    opened: CoreOffice,
) -> None:
    study_id = only(opened.office).id
    begin_anew(opened, Judged(StoreState.UNKNOWN, None), TwoPorts())
    assert only(opened.office).begun == 1, "it is still to be told"
    tell_start(opened)
    older = Judged(StoreState.ENGINE_OLDER, None, is_known_there=True)
    begin_anew(opened, Judged(StoreState.DATABASE_OLDER, None, is_known_there=True), TwoPorts())
    begin_anew(opened, older, TwoPorts(roots={"77": ""}, names={"77": study_id}))
    assert only(opened.office).begun == 1, "the older store goes on about it"
    begin_anew(opened, older, TwoPorts(roots={"77": ""}, names={"77": "0" * 32}))
    assert only(opened.office).begun == 2
    begin_anew(opened, older, TwoPorts())
    assert only(opened.office).begun == 2, "a command that was killed is given again"


def tell_start(core: CoreOffice) -> None:
    """The engine has taken the start, and no worker has done a job of it."""
    send_outbox_step(core.office.unit_of_work, core.engine)
    study = only(core.office)
    (row,) = core.office.rows(OutboxRow, dedupe_key=f"complaint.study-opened:{study.id}:1")
    assert (row.sent_at is not None, study.instance_key) == (True, None)
    assert core.engine.has_active_instances()


@pytest.mark.parametrize(
    "job_type", ["complaint.take-up-study", "complaint.take-up-analysis", "complaint.remind-study"]
)
def test_done_twice_is_done_once(core: CoreOffice, job_type: str) -> None:
    """C12: killed between commit and answer, complaint.take-up-study, complaint.take-up-analysis and complaint.remind-study."""
    core.office.clock.set("2026-10-20T09:00")
    one = job(job_type, instance=700, study_id=only(core.office).id)
    first = answer(core.office, improvement.router, one)
    before = counts(core.office)
    assert answer(core.office, improvement.router, one) == first
    assert counts(core.office) == before
