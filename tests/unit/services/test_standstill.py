"""What stands where nobody can act, as the look finds it, on each database."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from bpmn.names import JobType
from models.case.lifecycle import TaskState
from models.case.task import Task
from models.clock.legal_time import parse_moment
from models.ground.errors import NotPermitted
from models.office.staff import Staff
from models.office.standstill import Standstill, StandstillKind
from services.forms.keep_form import keep_form
from services.ports.engine import EngineForm, EngineTask
from services.ports.monitor import WaitingJob
from services.standstill.count_standstill import count_standstill
from services.standstill.list_standstill import list_standstill
from services.standstill.looker import Noticed
from tests.full_office import FullOffice
from tests.office import SetClock
from tests.standstill_look import look
from tests.unit.services.projected_task import add_task
from tests.unit.services.two_ports import PLACE
from tests.web_staff.fake_monitor import FakeMonitor

SUPERVISOR = "jian.rujing"
SMS = WaitingJob("1", "complaint.send-sms", "Task_Sms", "2", "intake", "77")
ARCHIVE = WaitingJob("3", JobType.ARCHIVE_CASE, "Task_Archive", "4", "intake", "77")


def told(office: FullOffice, kind: StandstillKind, *facts: str) -> list[tuple[object, ...]]:
    """Number and facts of what the supervisor is shown of a kind."""
    groups = list_standstill(office.unit_of_work(), office.actor(SUPERVISOR)).groups
    return [(thing.number, *(thing.facts[name] for name in facts)) for thing in groups.get(kind, ())]


def set_time(office: FullOffice, text: str, system: str | None = None) -> None:
    """The office's moment, and the machine's where it is another."""
    assert isinstance(office.clock, SetClock)
    assert isinstance(office.system_clock, SetClock)
    office.clock.moment, office.system_clock.moment = parse_moment(text), parse_moment(system or text)


def test_a_misspelt_role_and_a_missing_form_are_found_among_tasks_that_are_well(office: FullOffice) -> None:
    """OW-2: both questions leave the good task out and name the other with number and reason; mended, it leaves."""
    good, bad = office.file(), office.file()
    add_task(office, good.complaint_id, "decide-acceptance")
    key = add_task(office, bad.complaint_id, "decide-acceptance")
    with office.unit_of_work() as unit:
        task = unit.session.get_one(Task, key)
        task.candidate_groups, task.form_id, task.form_version = ["investigators"], None, None
    look(office)
    assert told(office, StandstillKind.TASK, "reason", "groups") == [
        (bad.number, "UNKNOWN_ROLE", ["investigators"])
    ]
    ((number, faults),) = told(office, StandstillKind.FORM, "faults")
    assert (number, [fault["code"] for fault in faults]) == (bad.number, ["FORM_MISSING"])
    assert count_standstill(office.unit_of_work(), office.actor(SUPERVISOR)).number == 2
    with office.unit_of_work() as unit:
        unit.session.get_one(Task, key).candidate_groups = ["intake"]
    look(office)
    assert told(office, StandstillKind.TASK) == []


def test_a_task_that_ended_since_the_look_stands_no_more(office: FullOffice) -> None:
    """OW-27: neither page nor badge waits for the next look."""
    key = add_task(office, office.file().complaint_id, "decide-acceptance")
    with office.unit_of_work() as unit:
        unit.session.get_one(Task, key).candidate_groups = []
    look(office)
    assert count_standstill(office.unit_of_work(), office.actor(SUPERVISOR)).number == 1
    with office.unit_of_work() as unit:
        unit.session.get_one(Task, key).state = TaskState.CANCELLED
    assert told(office, StandstillKind.TASK) == []
    assert count_standstill(office.unit_of_work(), office.actor(SUPERVISOR)).number == 0


def test_a_task_whose_holder_left_is_found_although_others_have_the_role(office: FullOffice) -> None:
    """OW-2: nobody else may do what somebody has claimed."""
    case = office.file()
    key = add_task(office, case.complaint_id, "decide-acceptance")
    with office.unit_of_work() as unit:
        unit.session.get_one(Task, key).claimed_by = "wen.rusheng"
    look(office)
    assert told(office, StandstillKind.TASK) == []
    with office.unit_of_work() as unit:
        unit.session.get_one(Staff, "wen.rusheng").active = False
    look(office)
    assert told(office, StandstillKind.TASK, "reason") == [(case.number, "HOLDER_KEPT_AWAY")]


def test_a_form_that_cannot_be_worked_with_is_listed_until_a_good_version_is_known(
    office: FullOffice,
) -> None:
    """OW-4: the same question that the page of the task asks."""
    case = office.file()
    key = add_task(office, case.complaint_id, "decide-acceptance")
    place = {"type": "textfield", "id": "F", "key": "place", "label": "地点"}
    picture = {"type": "taglist", "id": "P", "key": "photo", "label": "照片"}

    def faults_with(version: int, *components: dict[str, str]) -> list[list[str]]:
        schema = json.dumps({"id": "visit", "components": components})
        with office.unit_of_work() as unit:
            keep_form(EngineForm(f"visit-{version}", "visit", version, schema), unit)
            task = unit.session.get_one(Task, key)
            task.form_id, task.form_version = "visit", 1
        look(office)
        found = told(office, StandstillKind.FORM, "faults")
        return [[fault["element"] for fault in faults] for _, faults in found]  # type: ignore[attr-defined]  # JSON of the row

    assert faults_with(1, place, picture) == [["photo"]]
    assert faults_with(2, picture) == [["photo"]]
    assert faults_with(3, place) == []


def test_only_who_watches_the_office_may_ask(office: FullOffice) -> None:
    """OW-2: the lists name cases of every unit."""
    for ask in (list_standstill, count_standstill):
        with pytest.raises(NotPermitted):
            ask(office.unit_of_work(), office.actor("wen.rusheng"))


def age_of_job(office: FullOffice) -> timedelta:
    groups = list_standstill(office.unit_of_work(), office.actor(SUPERVISOR)).groups
    (thing,) = groups[StandstillKind.JOB]
    return timedelta(seconds=thing.seconds)


def test_the_age_of_a_job_is_that_of_its_token_by_the_machines_clock(office: FullOffice) -> None:
    """OW-2: a demo office's leap of a week makes no job a week old, and a retry makes none young."""
    monitor, noticed = FakeMonitor(began=parse_moment("2026-09-07T10:30")), Noticed()
    monitor.add_instance("77", "intake")
    # The office lives a year behind the machine; the engine tells the office's time.
    set_time(office, "2026-09-07T10:20", "2027-09-07T10:20")
    look(office, monitor, noticed)
    monitor.jobs = [SMS]
    set_time(office, "2026-09-07T10:40", "2027-09-07T10:40")
    look(office, monitor, noticed)
    assert age_of_job(office) == timedelta(minutes=10)
    set_time(office, "2026-09-14T10:45", "2027-09-07T10:45")
    monitor.jobs = [WaitingJob("9", SMS.type, SMS.element_id, SMS.element_instance_key, "intake", "77")]
    look(office, monitor, noticed)
    assert age_of_job(office) == timedelta(minutes=15)


def test_a_job_that_came_behind_a_leap_of_the_clock_is_no_older_than_the_look_that_did_not_see_it(
    office: FullOffice,
) -> None:
    """OW-2: the clock leapt between the beginning of the wait and the look that finds it."""
    monitor, noticed = FakeMonitor(began=parse_moment("2026-09-07T10:21")), Noticed()
    monitor.add_instance("77", "intake")
    set_time(office, "2026-09-07T10:20")
    look(office, monitor, noticed)
    monitor.jobs = [SMS]
    set_time(office, "2026-09-14T10:22", "2026-09-07T10:22")
    look(office, monitor, noticed)
    assert age_of_job(office) == timedelta(minutes=2)


def test_a_job_of_the_office_is_found_when_no_worker_takes_it_for_minutes(office: FullOffice) -> None:
    """OW-2: a worker that is away looks like one that does not exist; one that works takes seconds."""
    monitor, noticed = FakeMonitor(began=parse_moment("2026-09-07T10:00"), jobs=[ARCHIVE]), Noticed()
    monitor.add_instance("77", "intake")
    for moment, expected in (("10:01", []), ("10:04", []), ("10:06", [(None, JobType.ARCHIVE_CASE, True)])):
        set_time(office, f"2026-09-07T{moment}")
        look(office, monitor, noticed)
        assert told(office, StandstillKind.JOB, "job_type", "is_ours") == expected, moment
    monitor.jobs = []
    look(office, monitor, noticed)
    assert told(office, StandstillKind.JOB) == []


def test_a_task_of_no_case_is_found_by_the_second_look(office: FullOffice) -> None:
    """OW-2: an own process that was begun without a complaint; a task that only waits for its row is none."""
    monitor, noticed = FakeMonitor(), Noticed()
    ours = add_task(office, office.file().complaint_id, "decide-acceptance")

    def engine_task(key: str, place: tuple[str, str]) -> EngineTask:
        return EngineTask(key, *place, "CREATED", None, (), None, office.clock.now(), f"现场核查{key}")

    set_time(office, "2026-09-07T10:01")
    monitor.open_tasks = [engine_task(ours, PLACE), engine_task("5", ("Activity_1", "77"))]
    look(office, monitor, noticed)
    assert told(office, StandstillKind.FOREIGN_TASK) == []
    look(office, monitor, noticed)
    assert told(office, StandstillKind.FOREIGN_TASK, "name") == [(None, "现场核查5")]
    # Under the key of ours, as a cluster that was put back gives it out again: it comes into no list either.
    monitor.open_tasks = [engine_task(ours, (PLACE[0], "77"))]
    for _ in range(2):
        look(office, monitor, noticed)
    assert told(office, StandstillKind.FOREIGN_TASK, "name") == [(None, f"现场核查{ours}")]


def test_the_figure_says_how_old_it_is_and_when_nobody_looks_any_more(office: FullOffice) -> None:
    """OW-2: with the workers away it would stay as it is for ever."""

    def age() -> tuple[float, bool] | None:
        found = count_standstill(office.unit_of_work(), office.actor(SUPERVISOR)).age
        return None if found is None else (found.seconds / 60, found.is_stale)

    assert age() is None
    set_time(office, "2026-09-07T10:00")
    look(office)
    for minutes, is_stale in ((4, False), (6, True)):
        set_time(office, f"2027-09-07T10:0{minutes}", f"2026-09-07T10:0{minutes}")
        assert age() == (minutes, is_stale)


def test_a_row_that_is_found_again_stays_as_it_was(office: FullOffice) -> None:
    """OW-2: each look writes what changed and nothing else."""
    monitor, noticed = FakeMonitor(jobs=[SMS]), Noticed()
    monitor.add_instance("77", "intake")
    look(office, monitor, noticed)
    (first,) = office.rows(Standstill)
    set_time(office, "2026-09-09T10:00")
    look(office, monitor, noticed)
    (again,) = office.rows(Standstill)
    assert (again.since, again.facts) == (first.since, first.facts)
    assert first.facts["name"] == "发短信"
