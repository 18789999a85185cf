"""On what database and engine do not agree, as a comparison finds it, keeps it for supervisors and mends it."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import update

from bpmn.names import MessageName
from deploy.cli.reconcile import EXIT_DIFFERENT, EXIT_LEFT, exit_code
from deploy.reconciling import Stores
from models.beside.recusal import Recusal
from models.case.case_run import CaseRun
from models.case.complaint import Complaint
from models.case.lifecycle import ClockKind, RunEnd, Stage, TaskState
from models.case.task import Task
from models.clock.clock import Clock
from models.ledger.inbox import InboxRow
from models.ledger.outbox import OutboxRow
from models.ledger.trail_event import TrailEvent
from models.office.incident_care import RetryItem, RetryState
from services.actor import SYSTEM
from services.case.start_case_run import StartCaseRun, start_case_run
from services.once.once_per_job import JobIdentity
from services.outbox.assign_user_task import AssignUserTask
from services.outbox.cancel_instance import cancel_instance
from services.outbox.complete_user_task import SUBMITTED_BEFORE_LOSS, CompleteUserTask, key_of_completion
from services.reconcile.compare import compare_stores
from services.reconcile.difference import Difference, Differing, Reconciled
from services.reconcile.end_untold import RUN_LOST
from services.reconcile.of_requests import BEGINS_WITHIN
from services.reconcile.repair import repair
from services.repair.retry_incidents import ChosenIncident, retry_incidents
from services.requests.kinds.recusal import RECUSAL
from tests.full_office import FullOffice
from tests.unit.services.projected_task import add_task
from tests.unit.services.requests_office import act
from tests.unit.services.two_ports import TwoPorts

START = MessageName.REGISTERED.value
ROOT, SECOND, NEXT = "2251799813685300", "2251799813685400", "2251799813686900"


def start(office: FullOffice, case: str, key: str, run_no: int = 1) -> None:
    job = JobIdentity(f"7{key}", f"8{key}", "complaint.start-case-run")
    start_case_run(StartCaseRun(case, run_no, key, job), office.unit_of_work(), SYSTEM)


def running_case(office: FullOffice, key: str = ROOT) -> str:
    case: str = office.file().complaint_id
    start(office, case, key)
    return case


def compare(office: FullOffice, ports: TwoPorts) -> Reconciled:
    return compare_stores(office.unit_of_work, ports, ports, lambda: None)  # type: ignore[arg-type]  # the part of both ports that is asked


def told(office: FullOffice, ports: TwoPorts) -> list[tuple[str, str]]:
    return [(one.difference.value, one.key) for one in compare(office, ports).differing]


def work_till_late(office: FullOffice, case: str) -> None:
    """As if every limit had been looked at a moment ago."""
    with office.unit_of_work() as unit:
        for clock in unit.session.query(Clock).filter_by(complaint_id=case):
            clock.check_at = unit.clock.now() + timedelta(days=1)


def test_what_agrees_is_no_difference_and_what_one_look_alone_saw_is_on_its_way(office: FullOffice) -> None:
    """One case, one live root that names it, its task on both sides."""
    case = running_case(office)
    work_till_late(office, case)
    key = add_task(office, case, "decide-acceptance")
    ports = TwoPorts(roots={ROOT: case}, tasks={key: "CREATED"})
    assert (compare(office, ports).open_cases, told(office, ports)) == (1, [])
    ports.tasks = {}
    seen = [told(office, ports)]
    mended = compare_stores(
        office.unit_of_work,
        ports,
        ports,
        lambda: ports.tasks.update({key: "CREATED"}),  # type: ignore[arg-type]  # as above
    )
    assert (seen, mended.differing) == ([[("TASK_UNKNOWN", key)]], ())


def test_each_way_in_which_a_run_can_differ_has_its_name(office: FullOffice) -> None:
    """Lost, of another office by the same key, a second one, one of a closed case, not begun."""
    case = running_case(office)
    work_till_late(office, case)
    assert told(office, TwoPorts()) == [("RUN_UNKNOWN", ROOT)]
    assert told(office, TwoPorts(others={ROOT: "TERMINATED"})) == []
    assert told(office, TwoPorts(roots={ROOT: "of another office"})) == [
        ("RUN_OF_NOBODY", ROOT),
        ("RUN_UNKNOWN", ROOT),
    ]
    assert told(office, TwoPorts(roots={ROOT: case, SECOND: case})) == [("RUN_TWICE", SECOND)]
    with office.unit_of_work() as unit:
        unit.session.get_one(Complaint, case).stage = Stage.ARCHIVED
    assert told(office, TwoPorts(roots={ROOT: case})) == [("CLOSED_RUNS", ROOT)]
    later = office.file().complaint_id
    work_till_late(office, later)
    assert told(office, TwoPorts()) == [("RUN_NOT_BEGUN", later)]


WAYS_OF_A_TASK = (
    (TaskState.OPEN, None, "TASK_UNKNOWN"),
    (TaskState.OPEN, "COMPLETED", None),
    (TaskState.SUBMITTED, "CREATED", "SUBMISSION_UNTOLD"),
    (TaskState.COMPLETED, "CREATED", "TASK_DONE_HERE"),
    (TaskState.CANCELLED, "COMPLETED", "TASK_DONE_THERE"),
)


def test_each_way_in_which_a_task_can_differ_has_its_name(office: FullOffice) -> None:
    """One that the engine ended is ended here by the list of tasks and is no difference before."""
    case = running_case(office)
    work_till_late(office, case)
    key = add_task(office, case, "decide-acceptance")
    for state, there, difference in WAYS_OF_A_TASK:
        with office.unit_of_work() as unit:
            task = unit.session.get_one(Task, key)
            task.state = state
            task.end_reason = "ENGINE_COMPLETED" if state is TaskState.CANCELLED else None
        ports = TwoPorts(roots={ROOT: case}, tasks={key: there} if there else {})
        assert told(office, ports) == ([(difference, key)] if difference else []), (state, there)
    repair(compare(office, ports).differing, office.unit_of_work)
    start(office, case, NEXT, run_no=2)
    assert told(office, TwoPorts(roots={NEXT: case}, tasks=ports.tasks)) == []


def test_a_limit_that_nobody_looks_at_is_told(office: FullOffice) -> None:
    case = running_case(office)
    work_till_late(office, case)
    ports = TwoPorts(roots={ROOT: case})
    with office.unit_of_work() as unit:
        clock = unit.session.query(Clock).filter_by(complaint_id=case, kind=ClockKind.ACCEPTANCE).one()
        clock.check_at = unit.clock.now() - timedelta(hours=2)
        clock_id = clock.id
    assert told(office, ports) == [("CLOCK_UNWATCHED", clock_id)]


def test_a_repair_begins_the_next_run_once_and_leaves_what_has_moved_on(office: FullOffice) -> None:
    """The run ends with the engine named, its tasks leave the lists, what was submitted is not told to another store."""
    case = running_case(office)
    work_till_late(office, case)
    key = add_task(office, case, "decide-acceptance")
    found = compare(office, TwoPorts())
    mended = repair(found.differing, office.unit_of_work)
    assert [one.difference.value for one in mended] == ["RUN_UNKNOWN"]
    assert repair(found.differing, office.unit_of_work) == []
    runs = {run.run_no: run for run in office.rows(CaseRun, complaint_id=case)}
    assert runs[1].end_reason == RunEnd.LOST_IN_ENGINE.value
    assert (runs[2].process_instance_key, runs[2].ended_at) == (None, None)
    assert office.rows(Task, user_task_key=key)[0].state is TaskState.CANCELLED
    # An instance that the engine does not know, or that is another office's, is never cancelled.
    assert [row.kind for row in office.rows(OutboxRow, complaint_id=case)].count("cancel_instance") == 0
    kinds = [event.kind for event in office.rows(TrailEvent, complaint_id=case)]
    assert kinds[-2:] == ["run.lost_in_engine", "run.taken_up"]
    start(office, case, NEXT, run_no=2)
    assert told(office, TwoPorts(roots={NEXT: case})) == []


def test_what_was_submitted_before_the_loss_counts_and_is_not_told_as_made_in_vain(
    office: FullOffice,
) -> None:
    """Also where its completion was dropped: it stood as submitted, and untold, after each repair."""
    case = running_case(office)
    work_till_late(office, case)
    waiting, dropped = (add_task(office, case, form) for form in ("decide-acceptance", "assign-handler"))
    with office.unit_of_work() as unit:
        for key in (waiting, dropped):
            unit.session.get_one(Task, key).state = TaskState.SUBMITTED
        message = CompleteUserTask(user_task_key=waiting, complaint_id=case)
        unit.outbox.add(message, key_of_completion(waiting))
    repair(compare(office, TwoPorts()).differing, office.unit_of_work)
    for key in (waiting, dropped):
        (task,) = office.rows(Task, user_task_key=key)
        assert (task.state, task.end_reason) == (TaskState.COMPLETED, SUBMITTED_BEFORE_LOSS)
    (told_of,) = [row for row in office.rows(OutboxRow, complaint_id=case) if row.kind == message.KIND]
    assert (told_of.sent_at is None, told_of.failed_reason) == (False, RUN_LOST)
    assert office.rows(TrailEvent, complaint_id=case, kind="task.ended_elsewhere") == []
    start(office, case, NEXT, run_no=2)
    assert told(office, TwoPorts(roots={NEXT: case})) == []


def test_the_only_root_of_a_run_that_is_not_bound_yet_is_no_second_one(office: FullOffice) -> None:
    """Workers that are down bind nothing: its root is neither told nor cancelled, whatever a look before had seen."""
    case = office.file().complaint_id
    work_till_late(office, case)
    assert told(office, TwoPorts(roots={ROOT: case})) == [("RUN_NOT_BEGUN", case)]
    assert repair([Differing(case, Difference.RUN_TWICE, ROOT)], office.unit_of_work) == []
    assert [row for row in office.rows(OutboxRow, complaint_id=case) if row.kind == "cancel_instance"] == []


def test_a_run_whose_start_was_dropped_is_told_and_its_start_is_told_again(office: FullOffice) -> None:
    """What an earlier release let somebody drop: the same run begins, once, and an older instance of it is no second run."""
    case = office.file().complaint_id
    work_till_late(office, case)
    with office.unit_of_work() as unit:
        unit.session.execute(update(OutboxRow).values(sent_at=unit.clock.now(), dropped_by="jian.rujing"))
    found = compare(office, TwoPorts(roots={ROOT: case}))
    assert [(one.difference.value, one.is_repaired) for one in found.differing] == [("START_UNTOLD", True)]
    assert [one.difference.value for one in repair(found.differing, office.unit_of_work)] == ["START_UNTOLD"]
    assert repair(found.differing, office.unit_of_work) == [], "its start is on its way"
    assert told(office, TwoPorts()) == [("RUN_NOT_BEGUN", case)]
    rows = sorted(office.rows(OutboxRow, complaint_id=case), key=lambda row: row.id)
    starts = [row for row in rows if row.payload.get("name") == START]
    assert [row.sent_at is None for row in starts] == [False, True]
    assert starts[1].payload["variables"] == {"complaint_id": case, "run_no": 1}
    assert starts[0].payload["message_id"] != starts[1].payload["message_id"], "no repeat to the engine"
    start(office, case, NEXT)
    assert told(office, TwoPorts(roots={NEXT: case})) == []
    assert repair(found.differing, office.unit_of_work) == []


def test_a_task_of_a_request_with_its_own_process_begins_no_run_anew(office: FullOffice) -> None:
    case = running_case(office)
    work_till_late(office, case)
    act(office, case, "request-recusal", "wen.rusheng", who_kind="staff", who="xun.wenshi", reason="同学")
    key = add_task(office, case, "decide-recusal")
    with office.unit_of_work() as unit:
        unit.session.query(Recusal).filter_by(complaint_id=case).one().process_instance_key = SECOND
        unit.session.get_one(Task, key).process_instance_key = SECOND
    ports = TwoPorts(roots={ROOT: case}, others={SECOND: "ACTIVE"}, tasks={key: "CREATED"})
    ports.places = {key: (office.rows(Task, user_task_key=key)[0].element_id, SECOND)}
    for state, differs in ((TaskState.COMPLETED, True), (TaskState.CANCELLED, False)):
        with office.unit_of_work() as unit:
            task = unit.session.get_one(Task, key)
            task.state, task.end_reason = state, "ENGINE_COMPLETED"
        assert told(office, ports) == ([("REQUEST_ASTRAY", key)] if differs else [])


def test_a_request_whose_process_stands_elsewhere_than_its_record_is_told_and_left_to_people(
    office: FullOffice,
) -> None:
    """14.1: an older store asked for the report again, or did not know who verifies it; nobody was told."""
    case = running_case(office)
    work_till_late(office, case)
    act(office, case, "request-recusal", "wen.rusheng", who_kind="staff", who="xun.wenshi", reason="同学")
    key = add_task(office, case, "decide-recusal")
    with office.unit_of_work() as unit:
        unit.session.query(Recusal).filter_by(complaint_id=case).one().process_instance_key = SECOND
        unit.session.get_one(Task, key).process_instance_key = SECOND
    ports = TwoPorts(roots={ROOT: case}, others={SECOND: "ACTIVE"})
    found = compare(office, ports)
    assert [(one.difference.value, one.key, one.recorded) for one in found.differing] == [
        ("REQUEST_ASTRAY", key, SECOND)
    ]
    assert repair(found.differing, office.unit_of_work) == []
    assert exit_code(found) == EXIT_LEFT
    # Of a process that is gone the request alone is told, also where another office's has its key.
    ports.names = {SECOND: "of another office"}
    assert told(office, ports) == [("REQUEST_UNKNOWN", SECOND)]
    ports.others = {}
    assert told(office, ports) == [("REQUEST_UNKNOWN", SECOND)]


def test_a_request_whose_start_began_nothing_is_told_and_told_again_once(office: FullOffice) -> None:
    """14.1: the store was lost between its start and the first job, or somebody had dropped the start; nothing said so."""
    case = running_case(office)
    work_till_late(office, case)
    act(office, case, "request-recusal", "wen.rusheng", who_kind="staff", who="xun.wenshi", reason="同学")
    (request,) = office.rows(Recusal, complaint_id=case)
    ports = TwoPorts(roots={ROOT: case})
    assert told(office, ports) == [], "it is to be told"
    with office.unit_of_work() as unit:
        sent = unit.ports.system_clock.now()
        unit.session.execute(update(OutboxRow).values(sent_at=sent))
    assert told(office, ports) == [], "it was told a moment ago"
    with office.unit_of_work() as unit:
        unit.session.execute(update(OutboxRow).values(sent_at=sent - BEGINS_WITHIN - timedelta(minutes=1)))
    found = compare(office, ports)
    assert [(one.difference.value, one.key) for one in found.differing] == [("REQUEST_UNKNOWN", request.id)]
    assert len(repair(found.differing, office.unit_of_work)) == 1
    assert repair(found.differing, office.unit_of_work) == [], "its start is on its way"
    assert told(office, ports) == []
    names = [row.payload.get("name") for row in office.rows(OutboxRow, complaint_id=case)]
    assert names.count(RECUSAL.opening.message) == 2


def test_a_store_that_does_not_know_the_office_is_told_nothing_of_the_lost_one(office: FullOffice) -> None:
    """14.1: it may know others by the same keys: tasks, runs and incidents; the repair's own cancellation goes."""
    case, closed = running_case(office), office.file().complaint_id
    work_till_late(office, case)
    act(office, case, "request-recusal", "wen.rusheng", who_kind="staff", who="xun.wenshi", reason="同学")
    key = add_task(office, case, "decide-recusal")
    with office.unit_of_work() as unit:
        unit.session.get_one(Complaint, closed).stage = Stage.ARCHIVED
        unit.session.query(Recusal).filter_by(complaint_id=case).one().process_instance_key = SECOND
        task = unit.session.get_one(Task, key)
        task.process_instance_key, task.state = SECOND, TaskState.SUBMITTED
        cancel_instance(ROOT, case, unit)
        for message in (
            CompleteUserTask(user_task_key=key, complaint_id=case),
            AssignUserTask(user_task_key="11", assignee=None, complaint_id=case),
        ):
            unit.outbox.add(message, message.subject)
    chosen = ChosenIncident("12", SECOND, "UserTask_DecideRecusal", case)
    batch = retry_incidents([chosen], office.unit_of_work(), office.actor("jian.rujing"))
    ports = TwoPorts(roots={NEXT: closed})
    stores = Stores(office.unit_of_work, ports, ports)  # type: ignore[arg-type]  # as above
    stores.repair(compare(office, ports), stores.judge())
    untold = [row for row in office.rows(OutboxRow) if row.sent_at is None]
    assert {row.kind for row in untold} == {"cancel_instance", "publish_message", "set_variables"}
    assert [row.payload for row in untold if row.kind == "cancel_instance"] == [
        {"process_instance_key": NEXT, "complaint_id": closed}
    ]
    lost = [row.kind for row in office.rows(OutboxRow) if row.failed_reason == RUN_LOST]
    assert sorted(lost) == ["assign_user_task", "cancel_instance", "complete_user_task", "retry_incident"]
    (task,) = office.rows(Task, user_task_key=key)
    assert (task.state, task.end_reason) == (TaskState.COMPLETED, SUBMITTED_BEFORE_LOSS)
    assert [row.state for row in office.rows(RetryItem, batch_id=batch)] == [RetryState.OVER]


def test_one_case_that_cannot_be_mended_keeps_no_other_from_it(office: FullOffice) -> None:
    case = running_case(office)
    found = [
        Differing("0" * 32, Difference.RUN_UNKNOWN, SECOND),
        Differing(case, Difference.RUN_UNKNOWN, ROOT),
    ]
    assert [one.complaint_id for one in repair(found, office.unit_of_work)] == [case]


def test_a_second_run_is_cancelled_and_the_run_of_the_case_never(office: FullOffice) -> None:
    case = running_case(office)
    found = compare(office, TwoPorts(roots={ROOT: case, SECOND: case}))
    wrong = Differing(case, found.differing[0].difference, ROOT)
    assert [one.key for one in repair([*found.differing, wrong], office.unit_of_work)] == [SECOND]
    cancelled = [row for row in office.rows(OutboxRow, complaint_id=case) if row.kind == "cancel_instance"]
    assert [row.payload["process_instance_key"] for row in cancelled] == [SECOND]


def test_what_the_searches_do_not_show_yet_is_told_to_be_behind(office: FullOffice) -> None:
    """The newest job that the office did is asked for; of an office that did none in a week nothing is known."""
    case = running_case(office)
    work_till_late(office, case)
    assert compare(office, TwoPorts()).is_behind is False
    assert compare(office, TwoPorts(is_behind=True)).is_behind is True
    # Shown as an instance, or nothing differs.
    assert compare(office, TwoPorts(is_behind=True, others={f"8{ROOT}": "ACTIVE"})).is_behind is False
    assert compare(office, TwoPorts(is_behind=True, roots={ROOT: case})).is_behind is False
    with office.unit_of_work() as unit:
        unit.session.query(InboxRow).one().done_at = unit.clock.now() - timedelta(days=8)
    assert compare(office, TwoPorts(is_behind=True)).is_behind is False


def test_the_command_ends_with_1_only_where_a_repair_has_something_to_mend(office: FullOffice) -> None:
    case = running_case(office)
    work_till_late(office, case)
    strange = TwoPorts(roots={ROOT: case, SECOND: "of another office"})
    assert exit_code(compare(office, strange)) == EXIT_LEFT
    assert exit_code(compare(office, TwoPorts(roots={SECOND: "of another office"}))) == EXIT_DIFFERENT
