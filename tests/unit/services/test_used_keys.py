"""A cluster that was put back gives keys out again: a task or run under a used one is told, and takes nobody's row."""

from __future__ import annotations

from typing import Any, cast

import pytest

from deploy.cli.reconcile import EXIT_LEFT, exit_code
from models.beside.recusal import Recusal
from models.case.case_run import CaseRun
from models.case.lifecycle import RequestState, RunEnd, TaskState
from models.case.task import Task
from models.ledger.inbox import JobIdentity
from models.ledger.outbox import OutboxRow
from models.ledger.trail_event import TrailEvent
from models.office.standstill import Standstill, StandstillKind
from services.actor import SYSTEM
from services.case.start_case_run import StartCaseRun, StartedCaseRun, start_case_run
from services.outbox.message import NotYet, Sending
from services.outbox.publish_message import RENEWED_AFTER, PublishMessage, list_cases_to_start
from services.ports.engine import EngineTask, OutgoingMessage, ProcessEngine
from services.reconcile.reconcile_step import Compared, reconcile_step
from services.reconcile.repair import repair
from services.requests.start_own_process import StartedOwnProcess, StartOwnProcess, start_own_process
from services.worklist.sync_tasks import sync_tasks_step
from tests.full_office import FullOffice
from tests.unit.services.projected_task import add_task
from tests.unit.services.requests_office import act
from tests.unit.services.test_reconcile import (
    NEXT,
    ROOT,
    SECOND,
    START,
    compare,
    running_case,
    start,
    work_till_late,
)
from tests.unit.services.two_ports import PLACE, TwoPorts

LATER = "2251799813687700"
# What stands under the key is another task, by what tells it from the first: its element, its instance, its case.
OTHER_PLACES = (("UserTask_AssignHandler", "1"), (PLACE[0], "2"), PLACE)


def under_a_used_key(office: FullOffice, place: tuple[str, str]) -> tuple[str, str, str, TwoPorts]:
    """Two cases and the key of a task that the first has done, under which the engine has one of the second."""
    first, second = running_case(office), running_case(office, SECOND)
    for case in (first, second):
        work_till_late(office, case)
    key = add_task(office, first, "decide-acceptance")
    with office.unit_of_work() as unit:
        unit.session.get_one(Task, key).state = TaskState.COMPLETED
    ports = TwoPorts(roots={ROOT: first, SECOND: second}, tasks={key: "CREATED"})
    ports.places, ports.cases = {key: place}, {key: second}
    # In a stage that a stage of the second case's run has called.
    ports.callers = {place[1]: f"{SECOND}1", f"{SECOND}1": SECOND}
    return first, second, key, ports


@pytest.mark.parametrize("place", OTHER_PLACES, ids=("element", "instance", "case"))
def test_a_task_under_the_key_of_an_ended_one_is_told_of_its_own_case_which_begins_anew(
    office: FullOffice, place: tuple[str, str]
) -> None:
    """SE-2 c: it was told as done here, of the other case. What is on record of that one stays as it is."""
    first, second, key, ports = under_a_used_key(office, place)
    for state in (TaskState.CANCELLED, TaskState.COMPLETED):
        with office.unit_of_work() as unit:
            unit.session.get_one(Task, key).state = state
        found = compare(office, ports)
        assert [
            (one.complaint_id, one.difference.value, one.key, one.recorded) for one in found.differing
        ] == [(second, "TASK_KEY_USED", key, SECOND)]
    assert [one.key for one in repair(found.differing, office.unit_of_work)] == [key]
    assert repair(found.differing, office.unit_of_work) == [], "the next run is on its way"
    ends = {run.complaint_id: run.end_reason for run in office.rows(CaseRun) if run.run_no == 1}
    assert ends == {first: None, second: RunEnd.LOST_IN_ENGINE.value}
    cancelled = [row.payload for row in office.rows(OutboxRow) if row.kind == "cancel_instance"]
    assert [payload["process_instance_key"] for payload in cancelled] == [SECOND]
    (row,) = office.rows(Task, user_task_key=key)
    assert (row.complaint_id, row.state) == (first, TaskState.COMPLETED)
    start(office, second, NEXT, run_no=2)
    work_till_late(office, second)
    assert compare(office, TwoPorts(roots={ROOT: first, NEXT: second})).differing == ()


def test_one_of_a_request_with_its_own_process_is_told_and_left_to_people(office: FullOffice) -> None:
    _, second, _, ports = under_a_used_key(office, ("UserTask_DecideRecusal", NEXT))
    act(office, second, "request-recusal", "wen.rusheng", who_kind="staff", who="xun.wenshi", reason="同学")
    with office.unit_of_work() as unit:
        unit.session.query(Recusal).filter_by(complaint_id=second).one().process_instance_key = NEXT
    ports.others, ports.callers = {NEXT: "ACTIVE"}, {}
    found = compare(office, ports)
    assert [(one.complaint_id, one.difference.value, one.is_repaired) for one in found.differing] == [
        (second, "TASK_KEY_USED_BESIDE", False)
    ]
    assert repair(found.differing, office.unit_of_work) == []
    assert exit_code(found) == EXIT_LEFT
    compared = Compared()
    for _ in range(2):
        reconcile_step(office.unit_of_work, ports, ports, compared)  # type: ignore[arg-type]  # the part that is asked
    assert [row.complaint_id for row in office.rows(Standstill, kind=StandstillKind.ASTRAY)] == [second]
    assert compared.due_at is None, "the next night is soon enough"


def test_one_that_does_not_stand_in_the_run_of_its_case_ends_no_run(office: FullOffice) -> None:
    """In an instance that names the case and is not its run, or that the search does not show yet, or after the run."""
    _, second, _, ports = under_a_used_key(office, (PLACE[0], "2"))
    for callers in ({"2": ROOT}, {"2": NEXT}, {}):
        ports.callers = callers
        assert [(one.complaint_id, one.difference.value) for one in compare(office, ports).differing] == [
            (second, "TASK_KEY_USED_BESIDE")
        ]
    ports.callers = {"2": SECOND}
    assert [one.difference.value for one in compare(office, ports).differing] == ["TASK_KEY_USED"]
    with office.unit_of_work() as unit:
        run = unit.session.query(CaseRun).filter_by(complaint_id=second).one()
        run.ended_at = unit.clock.now()
    assert "TASK_KEY_USED" not in [one.difference.value for one in compare(office, ports).differing]


def test_one_of_a_case_that_is_not_on_file_is_a_run_of_nobody_alone(office: FullOffice) -> None:
    _, _, key, ports = under_a_used_key(office, (PLACE[0], "2"))
    ports.cases = {key: "f" * 32}
    assert compare(office, ports).differing == ()
    ports.roots[NEXT] = "f" * 32
    assert [one.difference.value for one in compare(office, ports).differing] == ["RUN_OF_NOBODY"]


def test_one_of_no_case_or_one_that_has_ended_says_nothing_of_the_case_whose_key_it_has(
    office: FullOffice,
) -> None:
    """A summary's, a study's: its key ended a task here, and the run of that case goes on as it did."""
    first, _, key, ports = under_a_used_key(office, ("UserTask_ReviewStudy", "9"))
    ports.cases = {key: ""}
    assert compare(office, ports).differing == ()
    ports.places, ports.cases, ports.ended = {key: PLACE}, {key: first}, {key}
    assert compare(office, ports).differing == ()
    ports.ended = set()
    assert [one.difference.value for one in compare(office, ports).differing] == ["TASK_DONE_HERE"]


def test_an_open_task_is_unknown_there_where_another_one_has_its_key_and_that_one_is_told(
    office: FullOffice,
) -> None:
    """Also where the open one is of a request's own process, of which no run begins anew."""
    first, second, key, ports = under_a_used_key(office, (PLACE[0], "2"))
    for state in (TaskState.OPEN, TaskState.SUBMITTED):
        with office.unit_of_work() as unit:
            unit.session.get_one(Task, key).state = state
        found = {one.complaint_id: one for one in compare(office, ports).differing}
        lost = "TASK_UNKNOWN" if state is TaskState.OPEN else "SUBMISSION_UNTOLD"
        assert {case: one.difference.value for case, one in found.items()} == {
            first: lost,
            second: "TASK_KEY_USED",
        }
    act(office, first, "request-recusal", "wen.rusheng", who_kind="staff", who="xun.wenshi", reason="同学")
    with office.unit_of_work() as unit:
        unit.session.get_one(Task, key).process_instance_key = LATER
        unit.session.query(Recusal).one().process_instance_key = LATER
    ports.others = {LATER: "ACTIVE"}
    found_of_second = compare(office, ports).differing
    assert {(one.complaint_id, one.difference.value) for one in found_of_second} == {
        (first, "REQUEST_ASTRAY"),
        (second, "TASK_KEY_USED"),
    }
    assert [one.key for one in repair(found_of_second, office.unit_of_work)] == [key]
    assert office.rows(Task, user_task_key=key)[0].state is TaskState.SUBMITTED


def listed_alone(task: EngineTask, case: str) -> ProcessEngine:
    """An engine in which this task of this case is all that is open."""

    class Engine:
        def list_open_user_tasks(self) -> list[EngineTask]:
            return [task]

        def list_effective_variables(self, user_task_key: str) -> dict[str, Any]:
            return {"complaint_id": case}

    return cast(ProcessEngine, Engine())


def test_the_row_of_an_ended_task_is_never_another_ones(office: FullOffice) -> None:
    """What was submitted stands under its key: the new task comes into no list, and a look that finds it alone rests."""
    _, second, key, _ = under_a_used_key(office, PLACE)
    before = [(row.complaint_id, row.state) for row in office.rows(Task)]
    task = EngineTask(key, *PLACE, "CREATED", None, (), None, office.clock.now())
    assert sync_tasks_step(office.unit_of_work, listed_alone(task, second)) == 0
    assert [(row.complaint_id, row.state) for row in office.rows(Task)] == before


def test_who_has_a_task_under_the_key_of_an_open_one_does_not_get_that_one(office: FullOffice) -> None:
    """The very task moves to whom the engine says; a look that finds another one under its key alone rests."""
    first = running_case(office)
    key = add_task(office, first, "decide-acceptance")
    for place, who in (
        ((PLACE[0], "2"), None),
        (("UserTask_AssignHandler", "1"), None),
        (PLACE, "cha.fenming"),
    ):
        task = EngineTask(key, *place, "CREATED", "cha.fenming", (), None, office.clock.now())
        moved = sync_tasks_step(office.unit_of_work, listed_alone(task, first))
        assert (moved, office.rows(Task, user_task_key=key)[0].assignee) == (int(who is not None), who)


class Listening:
    """The engine that a start is sent to; `message_ids` are those of its messages."""

    def __init__(self) -> None:
        self.message_ids: list[str] = []

    def has_process(self, process_id: str) -> bool:
        return True

    def publish_message(self, message: OutgoingMessage) -> None:
        self.message_ids.append(message.message_id)


def tell_start(office: FullOffice, case: str, attempts: int) -> list[str]:
    """The ids of the messages that leave for the start of this case, which is still to be told then."""
    engine = Listening()
    with office.unit_of_work().reading() as unit:
        assert list_cases_to_start({case: 1}, unit) == {case}
    rows = [row for row in office.rows(OutboxRow, complaint_id=case) if row.payload.get("name") == START]
    for row in rows:
        with pytest.raises(NotYet):
            PublishMessage.read(row.payload).send(
                Sending(cast(ProcessEngine, engine), office.unit_of_work, attempts)
            )
    return engine.message_ids


def begin(case: str, key: str, office: FullOffice) -> StartedCaseRun:
    """As the first job of a root does: its key and that of its token keep their distance from the root's."""
    job = JobIdentity(str(int(key) + 9), str(int(key) + 8), "complaint.start-case-run", key)
    return start_case_run(StartCaseRun(case, 1, key, job), office.unit_of_work(), SYSTEM)


def test_an_instance_whose_key_another_run_has_ends_and_its_run_begins_under_another_key(
    office: FullOffice,
) -> None:
    """Nobody has to end it: it is a duplicate, and the start, which is not told yet, is a new message after a while."""
    first, second = running_case(office), office.file().complaint_id
    assert begin(second, ROOT, office) == StartedCaseRun(is_duplicate_run=True)
    keys = {run.complaint_id: run.process_instance_key for run in office.rows(CaseRun)}
    assert keys == {first: ROOT, second: None}
    (told,) = tell_start(office, second, RENEWED_AFTER - 1)
    (renewed,) = tell_start(office, second, RENEWED_AFTER)
    assert told != renewed
    assert not begin(second, NEXT, office).is_duplicate_run
    assert office.rows(CaseRun, complaint_id=second)[0].process_instance_key == NEXT


def test_the_first_job_of_a_run_is_not_answered_by_that_of_another_case(office: FullOffice) -> None:
    """SE-2: root, token and job of a new complaint had the keys of an old one's, and its run went by the limits of that one."""
    first, second = (office.file().complaint_id for _ in range(2))
    answer = begin(first, ROOT, office)
    assert (answer.is_duplicate_run, begin(first, ROOT, office)) == (False, answer)
    for _ in range(2):
        assert begin(second, ROOT, office) == StartedCaseRun(is_duplicate_run=True)
    own = begin(second, NEXT, office)
    assert own.acceptance_clock_id not in (None, answer.acceptance_clock_id)
    # The very job, should it come once more: what it did is done once.
    assert begin(first, ROOT, office) == answer
    keys = {run.complaint_id: run.process_instance_key for run in office.rows(CaseRun)}
    assert keys == {first: ROOT, second: NEXT}
    for case in (first, second):
        assert len(office.rows(TrailEvent, complaint_id=case, kind="run.started")) == 1


def test_the_first_job_of_a_requests_own_process_is_not_answered_by_that_of_another_request(
    office: FullOffice,
) -> None:
    """The other one may have been a duplicate, too: that ends a process, and nothing begins another."""
    cases = [running_case(office, key) for key in (ROOT, SECOND)]
    for case in cases:
        act(office, case, "request-recusal", "wen.rusheng", who_kind="staff", who="xun.wenshi", reason="同学")

    def bind(case: str, key: str) -> StartedOwnProcess:
        job = JobIdentity(str(int(key) + 9), str(int(key) + 8), "complaint.start-recusal", key)
        (row,) = office.rows(Recusal, complaint_id=case)
        return start_own_process(Recusal, StartOwnProcess(row.id, key, job), office.unit_of_work())

    answers = [bind(case, NEXT) for case in cases]
    assert [(one.is_duplicate, one.complaint_id) for one in answers] == [(False, case) for case in cases]
    assert answers[0].clock_id != answers[1].clock_id
    assert [bind(case, NEXT) for case in cases] == answers
    assert {row.process_instance_key for row in office.rows(Recusal)} == {NEXT}
    with office.unit_of_work() as unit:
        for row in unit.session.query(Recusal):
            row.process_instance_key = None
            if row.complaint_id == cases[0]:
                row.state = RequestState.LAPSED
    assert [bind(case, LATER).is_duplicate for case in cases] == [True, False]
    assert [bind(case, LATER).is_duplicate for case in cases] == [True, False]
