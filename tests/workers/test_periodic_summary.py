"""`periodic-summary` with its workers: time begins it, each summary waits in one task, and a decision on the page ends it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import event

from engine.core.commands import Resource
from engine.state.user_task import UserTask
from models.ground.errors import Conflict
from models.ground.summary_codes import SummaryState
from models.ledger.outbox import OutboxRow
from models.office.office_task import OfficeTask
from models.office.periodic_summary import PeriodicSummary, SummaryEdition
from models.store.database import Database
from services.outbox.send_step import send_outbox_step
from services.standstill.foreign_tasks import find_foreign_tasks
from services.standstill.looker import Look, Noticed
from services.summaries.correct_summary import correct_summary
from services.summaries.decide_summary import DecideSummary, decide_summary
from services.summaries.figures import digest_of
from services.summaries.summaries_step import Looked, summaries_step
from services.worklist.list_office_tasks import list_office_tasks
from services.worklist.office_tasks import OfficeTasks, find_office_tasks, place
from services.worklist.sync_tasks import sync_tasks_step
from tests.full_office import FullOffice
from tests.mutated.core_office import FOLDER, LOOK, CoreOffice
from tests.unit.services.summarised_cases import Lived, live
from tests.workers.lost_store import repair_lost
from tests.workers.test_jobs import answer, counts, job
from workers import periodic_summary

SUPERVISOR, DIRECTOR, CLERK = "jian.rujing", "zong.lanyun", "wen.rusheng"
MONTH, QUARTER = "2026-09", "2026-Q3"


@pytest.fixture
def core(sqlite_office: Database, tmp_path: Path) -> CoreOffice:
    """The first of October: September and its quarter are computed; the engine has seen no day begin since."""
    office = FullOffice(sqlite_office, folder=tmp_path)
    lived = Lived("2026-09-08T09:00", closed="2026-09-18T09:00", answered="2026-09-16T10:00")
    live(office, replace(lived, contacted="2026-09-08T10:00", decided="2026-09-09T10:00"))
    office.clock.set("2026-10-01T07:00")
    core = CoreOffice(office)
    core.sweeps = False
    core.settle()
    assert not core.engine.has_active_instances(), "nothing was computed yet: the day ends at once"
    summaries_step(office.unit_of_work, Looked())
    return core


def begin_day(core: CoreOffice) -> None:
    """Eight o'clock in Beijing, midnight of the cron text."""
    now = core.now
    core.set_moment((now + timedelta(days=1)).replace(hour=0, minute=0, second=1, microsecond=0))


def redraw(core: CoreOffice, before: str, now: str) -> None:
    """An owner's next version, deployed past the office's check."""
    text = (FOLDER / "periodic-summary.bpmn").read_text("utf-8")
    assert before in text
    core.deploy(Resource("periodic-summary.bpmn", text.replace(before, now).encode()))


def row_of(core: CoreOffice, summary_id: str = MONTH) -> PeriodicSummary:
    (row,) = core.office.rows(PeriodicSummary, id=summary_id)
    return row


def task_of(core: CoreOffice, summary_id: str = MONTH) -> str | None:
    """The user task in which it waits, once a look has seen it."""
    keys = [task.user_task_key for task in core.office.rows(OfficeTask, subject_id=summary_id)]
    assert len(keys) <= 1
    return keys[0] if keys else None


def decide(core: CoreOffice, decision: str, summary_id: str = MONTH) -> None:
    seen = digest_of(row_of(core, summary_id).figures)
    command = DecideSummary(summary_id, decision, "来信未登记完。" if decision == "return" else "", seen)
    decide_summary(command, core.office.unit_of_work(), core.office.actor(DIRECTOR))


def awaited(core: CoreOffice, login: str = SUPERVISOR) -> list[str]:
    return sorted(
        row.subject_id for row in list_office_tasks(core.office.unit_of_work(), core.office.actor(login))
    )


def open_tasks(core: CoreOffice) -> set[str]:
    return {str(task.key) for task in core.engine.open(UserTask)}


def test_a_day_asks_those_who_may_release_and_their_decisions_end_tasks_and_process(core: CoreOffice) -> None:
    """Two tasks of one instance, however many days begin; each ends with its own decision, the instance with the last."""
    assert awaited(core) == [], "no day has begun since they were computed"
    begin_day(core)
    assert awaited(core) == awaited(core, DIRECTOR) == [MONTH, QUARTER]
    assert awaited(core, CLERK) == []
    rows = [row_of(core, name) for name in (MONTH, QUARTER)]
    assert {task_of(core), task_of(core, QUARTER)} == open_tasks(core)
    assert len({row.waiting_in for row in rows}) == 1
    begin_day(core)
    assert len(open_tasks(core)) == 2, "another day makes no second task"
    decide(core, "release")
    core.settle()
    assert awaited(core) == [QUARTER]
    decide(core, "release", QUARTER)
    core.settle()
    assert (open_tasks(core), core.engine.has_active_instances()) == (set(), False)
    assert len(core.office.rows(SummaryEdition)) == 2


def test_what_was_sent_back_is_computed_anew_and_asked_about_the_next_day(core: CoreOffice) -> None:
    begin_day(core)
    first = task_of(core)
    decide(core, "return")
    core.settle()
    assert first not in open_tasks(core)
    begin_day(core)
    assert row_of(core).waiting_in is None, "nothing is asked about before it is computed anew"
    summaries_step(core.office.unit_of_work, Looked())
    begin_day(core)
    assert row_of(core).state is SummaryState.PROPOSED
    assert task_of(core) in open_tasks(core) - {first}


def test_what_is_decided_before_a_look_has_seen_its_task_ends_with_the_next_look(core: CoreOffice) -> None:
    """The page decides and waits for no engine; the task that comes later finds nothing to wait for."""
    core.engine.now_ms += 24 * 3_600_000
    core.engine.fire_due()
    while core._do_jobs():
        pass
    assert len(open_tasks(core)) == 2
    assert (task_of(core), awaited(core)) == (None, [])
    decide(core, "release")
    core.settle()
    assert (open_tasks(core), awaited(core)) == ({task_of(core, QUARTER)}, [QUARTER])


@contextmanager
def locked_and_told(core: CoreOffice) -> Iterator[list[str]]:
    """`row` for each look at summaries and `trail` for each event of units that write, in their order."""
    seen: list[str] = []
    units = [False]

    def note(*arguments: object) -> None:
        statement = str(arguments[2])
        if statement.startswith("BEGIN"):
            units.append(statement == "BEGIN IMMEDIATE")
        elif units[-1] and "FROM periodic_summary" in statement:
            seen.append("row")
        elif statement.startswith("INSERT INTO trail_event"):
            seen.append("trail")

    event.listen(core.office.database.engine, "before_cursor_execute", note)
    yield seen
    event.remove(core.office.database.engine, "before_cursor_execute", note)


def test_summaries_are_locked_all_at_once_and_before_the_trail(core: CoreOffice) -> None:
    """A decision locks its row, then the trail: who held the trail already would wait for it for ever, and it for him."""
    live(core.office, Lived("2026-09-29T09:00", contacted="2026-09-29T10:00"))
    with locked_and_told(core) as of_proposing:
        assert summaries_step(core.office.unit_of_work, Looked()) == 2
    assert of_proposing == ["row", "trail", "trail"]
    core.office.file()
    core.engine.now_ms += 24 * 3_600_000
    core.engine.fire_due()
    for _ in range(5):
        core._pass_machine_time(LOOK)
        send_outbox_step(core.office.unit_of_work, core.engine)
        core._do_jobs()
    assert len(open_tasks(core)) == 3
    with locked_and_told(core) as of_the_look:
        sync_tasks_step(core.office.unit_of_work, core.engine)
    assert of_the_look == ["row", "trail"], "a task of a case came with those of two summaries"


def test_no_other_tool_completes_a_task_that_nobody_decided(core: CoreOffice) -> None:
    begin_day(core)
    key = task_of(core)
    assert key is not None
    with pytest.raises(Conflict, match="尚未在接办系统中提交"):
        core.engine.complete_user_task(key, {})
    core.settle()
    assert awaited(core) == [MONTH, QUARTER]


def test_an_instance_that_was_cancelled_lets_its_summaries_go_and_the_next_day_asks_again(
    core: CoreOffice,
) -> None:
    begin_day(core)
    cancelled = row_of(core).waiting_in
    assert cancelled is not None
    core.engine.cancel_instance(cancelled)
    core.settle()
    assert (row_of(core).waiting_in, awaited(core)) == (None, [])
    begin_day(core)
    assert awaited(core) == [MONTH, QUARTER]
    assert row_of(core).waiting_in != cancelled


def test_an_accepted_store_that_lost_the_instance_lets_its_summaries_go_and_the_next_day_asks_again(
    core: CoreOffice,
) -> None:
    """14.1: their tasks stood in the lists for good, and no other was asked for."""
    begin_day(core)
    lost = row_of(core).waiting_in
    repair_lost(core)
    begin_day(core)
    assert awaited(core) == [MONTH, QUARTER]
    assert row_of(core).waiting_in not in (None, lost)
    assert {task.process_instance_key for task in core.office.rows(OfficeTask)} == {row_of(core).waiting_in}


def test_a_corrected_edition_is_asked_about_in_a_task_of_its_own(core: CoreOffice) -> None:
    begin_day(core)
    decide(core, "release")
    core.settle()
    live(core.office, Lived("2026-09-29T09:00", contacted="2026-09-29T10:00"))
    summaries_step(core.office.unit_of_work, Looked())
    correct_summary(MONTH, core.office.unit_of_work(), core.office.actor(SUPERVISOR))
    begin_day(core)
    assert MONTH in awaited(core)
    decide(core, "release")
    core.settle()
    assert [row.no for row in core.office.rows(SummaryEdition)] == [1, 2]


def test_of_two_tasks_of_one_summary_the_first_stays_and_one_that_follows_an_interrupted_one_takes_its_place(
    core: CoreOffice,
) -> None:
    """Owners may draw a round or a boundary event; a summary waits in one task at a time all the same."""
    begin_day(core)
    first = task_of(core)
    assert first is not None
    (shown,) = [task for task in core.engine.list_open_user_tasks() if task.user_task_key == first]
    second = replace(shown, user_task_key="9001")
    for open_keys, stays in (({first, "9001"}, first), ({"9001"}, "9001")):
        with core.office.unit_of_work() as unit:
            place(OfficeTasks(((MONTH, second),), open_keys=frozenset(open_keys)), unit)
        assert task_of(core) == stays
        assert len(core.office.rows(OutboxRow, dedupe_key="complete:9001")) == 1


def test_a_task_that_its_owner_drew_under_another_id_is_asked_about_like_before(core: CoreOffice) -> None:
    redraw(core, "UserTask_DecideSummary", "Activity_1owners")
    begin_day(core)
    assert awaited(core) == [MONTH, QUARTER]
    decide(core, "release")
    core.settle()
    assert open_tasks(core) == {task_of(core, QUARTER)}


def test_tasks_that_name_no_summary_end_when_all_of_their_instance_are_decided(core: CoreOffice) -> None:
    """The check refuses such a diagram; who deploys it past the check can decide on the pages all the same."""
    redraw(core, 'inputElement="summary_id"', 'inputElement="summary"')
    begin_day(core)
    assert (len(open_tasks(core)), awaited(core)) == (2, [])
    decide(core, "release")
    core.settle()
    assert len(open_tasks(core)) == 2, "nobody can tell which of them it was"
    decide(core, "return", QUARTER)
    core.settle()
    assert (open_tasks(core), core.engine.has_active_instances()) == (set(), False)


def test_a_task_of_a_foreign_process_is_left_alone_though_it_refers_to_a_page_of_this_name(
    core: CoreOffice,
) -> None:
    begin_day(core)
    shown = core.engine.list_open_user_tasks()
    foreign = replace(shown[0], user_task_key="9001", process_id="monthly-report", process_instance_key="77")
    assert len(find_office_tasks([*shown, foreign], core.office.unit_of_work, core.engine)) == 0


def test_tasks_of_summaries_are_no_tasks_of_a_foreign_process(core: CoreOffice) -> None:
    begin_day(core)
    look = Look(core.now, timedelta(), Noticed())
    for _ in range(2):
        assert find_foreign_tasks(core.engine, core.office.unit_of_work, look) == []  # type: ignore[arg-type]  # a port of the engine without its monitor


def test_binding_twice_is_one_answer_and_a_second_instance_gets_nothing(core: CoreOffice) -> None:
    """C12: killed between commit and answer, complaint.bind-summaries answers the same; begun twice, one waits."""
    one = job("complaint.bind-summaries", instance=700)
    first = answer(core.office, periodic_summary.router, one)
    before = counts(core.office)
    assert first == {"summary_ids": [QUARTER, MONTH]}
    assert answer(core.office, periodic_summary.router, one) == first
    assert counts(core.office) == before
    second = job("complaint.bind-summaries", key=2, instance=800)
    assert answer(core.office, periodic_summary.router, second) == {"summary_ids": []}


def test_a_message_that_was_lost_after_the_completion_is_no_failure(core: CoreOffice) -> None:
    """At least once: the engine completed the task, the outbox was killed before it noted so, and tells it again."""
    begin_day(core)
    decide(core, "release")
    key = next(iter(open_tasks(core) - {task_of(core, QUARTER)}))
    core.engine.complete_user_task(key, {})
    send_outbox_step(core.office.unit_of_work, core.engine)
    core.settle()
    assert awaited(core) == [QUARTER]
