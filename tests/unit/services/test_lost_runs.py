"""A run whose process ended in the engine itself: only the run ends, and the case is taken up again where it stands."""

from __future__ import annotations

from datetime import timedelta

import pytest

from models.beside.recusal import Recusal
from models.beside.supervision import Supervision
from models.beside.supplement_request import SupplementRequest
from models.case.case_run import CaseRun
from models.case.lifecycle import ClockKind, RequestState, Rung, Stage, TaskState
from models.case.task import Task
from models.clock.clock import Clock
from models.clock.clock_rung import ClockRung
from models.ground.errors import InvalidInput, RuleRefused
from models.ledger.outbox import OutboxRow
from models.ledger.trail_event import TrailEvent
from services.actor import SYSTEM
from services.case.start_case_run import StartCaseRun, StartedCaseRun, start_case_run
from services.once.once_per_job import JobIdentity
from services.watch.sweep import GRACE, Unwatched
from services.watch.sweep_clocks import sweep_clocks_step
from tests.full_office import FullOffice
from tests.office import SetClock
from tests.unit.services.cancelling_engine import CancellingEngine, look
from tests.unit.services.projected_task import add_task
from tests.unit.services.requests_office import act, ask_for_material, case_of, clock_of, told

pytestmark = pytest.mark.parametrize("office_database", ["sqlite"], indirect=True)

ROOT, NEXT_ROOT, RECUSAL = "2251799813685300", "2251799813685900", "2251799813685777"


def start(office: FullOffice, case: str, run_no: int = 1, key: str = ROOT) -> StartedCaseRun:
    job = JobIdentity(f"7{run_no}", "2251799813685301", "complaint.start-case-run")
    return start_case_run(StartCaseRun(case, run_no, key, job), office.unit_of_work(), SYSTEM)


def running_case(office: FullOffice) -> str:
    case: str = office.file().complaint_id
    start(office, case)
    return case


def rows_of_clocks(office: FullOffice, case: str) -> list[dict[str, object]]:
    return [
        {column.name: getattr(clock, column.name) for column in Clock.__table__.columns}
        for clock in office.rows(Clock, complaint_id=case)
    ]


@pytest.mark.parametrize("how", ["cancelled", "completed"])
def test_only_the_run_ends(office: FullOffice, how: str) -> None:
    """Case, clocks and requests stay as they are, its own tasks leave the lists, and the trail says where it was done."""
    case = running_case(office)
    request = ask_for_material(office, case)
    act(office, case, "request-recusal", "wen.rusheng", who_kind="staff", who="xun.wenshi", reason="同学")
    with office.unit_of_work() as unit:
        unit.session.query(Recusal).one().process_instance_key = RECUSAL
    of_the_run, of_the_recusal = (add_task(office, case, "decide-acceptance") for _ in range(2))
    with office.unit_of_work() as unit:
        unit.session.get_one(Task, of_the_recusal).process_instance_key = RECUSAL
    before = rows_of_clocks(office, case)
    assert look(office, CancellingEngine(**{how: frozenset({ROOT})})) == 1
    assert rows_of_clocks(office, case) == before
    assert case_of(office, case).stage is Stage.INTAKE
    reason = {"cancelled": "cancelled_elsewhere", "completed": "ended_elsewhere"}[how]
    run = office.rows(CaseRun)[0]
    assert (run.end_reason, run.ended_at) == (reason, office.clock.now())
    states = [office.rows(table)[0].state for table in (SupplementRequest, Recusal)]
    assert states == [RequestState.OPEN, RequestState.OPEN]
    assert office.rows(SupplementRequest)[0].id == request
    assert office.rows(OutboxRow, kind="cancel_instance") == []
    ended = {task.user_task_key: (task.state, task.end_reason) for task in office.rows(Task)}
    assert ended == {of_the_run: (TaskState.CANCELLED, reason), of_the_recusal: (TaskState.OPEN, None)}
    (line,) = office.rows(TrailEvent, kind=f"run.{reason}")
    payload = {"run_no": 1, "process_instance_key": ROOT, "stage": "intake"}
    assert (line.actor, line.payload) == ("system", payload)


def test_a_run_that_was_noticed_is_not_asked_for_again(office: FullOffice) -> None:
    running_case(office)
    engine = CancellingEngine(frozenset({ROOT}))
    assert [look(office, engine), look(office, engine)] == [1, 0]
    assert engine.asked == [[ROOT]]


def test_a_run_that_goes_on_or_has_not_begun_is_left_alone(office: FullOffice) -> None:
    case = running_case(office)
    office.file()
    engine = CancellingEngine(frozenset({"2251799813699999"}))
    assert look(office, engine) == 0
    assert engine.asked == [[ROOT]]
    assert case_of(office, case).stage is Stage.INTAKE


def test_an_archived_case_has_lost_nothing(office: FullOffice) -> None:
    """Cases of 0.1.0 are archived without a word about their run."""
    case = running_case(office)
    with office.unit_of_work() as unit:
        run = unit.session.get_one(CaseRun, (case, 1))
        case_row = unit.session.get_one(type(case_of(office, case)), case)
        case_row.stage, run.ended_at = Stage.ARCHIVED, None
    assert look(office, CancellingEngine(completed=frozenset({ROOT}))) == 0
    assert office.rows(CaseRun)[0].end_reason is None


def test_the_case_is_taken_up_in_the_same_round_with_what_is_open(office: FullOffice) -> None:
    """The new run is told of the open request once more, under its own number; the earlier instance is a duplicate."""
    case = running_case(office)
    request = ask_for_material(office, case)
    look(office, CancellingEngine(frozenset({ROOT})))
    before = rows_of_clocks(office, case)
    office.clock.set("2026-10-20T10:00")
    act(office, case, "take-up-run", "jian.rujing", reason="误操作，继续办理")
    complaint = case_of(office, case)
    assert (complaint.stage, complaint.round) == (Stage.INTAKE, 1)
    run = office.rows(CaseRun, run_no=2)[0]
    assert (run.reason, run.process_instance_key, run.replaces_decision_id) == ("taken_up", None, None)
    assert told(office, "complaint.registered")[-1]["message_id"] == f"{case}:2"
    started = start(office, case, 2, NEXT_ROOT)
    assert (started.round, started.start_stage, started.start_step) == (1, "intake", None)
    assert started.acceptance_clock_id in {row["id"] for row in before}
    assert rows_of_clocks(office, case) == before
    opened = told(office, "complaint.supplement-requested")
    assert [message["message_id"] for message in opened] == [f"{request}:1", f"{request}:2"]
    assert opened[0]["variables"] == opened[1]["variables"]
    kinds = [event.kind for event in office.rows(TrailEvent, complaint_id=case)]
    assert [kind for kind in kinds if kind.startswith("run.")] == [
        "run.started", "run.cancelled_elsewhere", "run.taken_up", "run.started",
    ]  # fmt: skip


def test_what_is_asked_for_meanwhile_is_told_once(office: FullOffice) -> None:
    """A request that is opened between two runs is one message for the next one, however often it is told."""
    case = running_case(office)
    look(office, CancellingEngine(frozenset({ROOT})))
    request = ask_for_material(office, case)
    act(office, case, "take-up-run", "jian.rujing", reason="继续办理")
    start(office, case, 2, NEXT_ROOT)
    opened = told(office, "complaint.supplement-requested")
    assert [message["message_id"] for message in opened] == [f"{request}:2"]


def test_the_new_root_is_told_how_the_clock_stands(office: FullOffice) -> None:
    case = running_case(office)
    look(office, CancellingEngine(frozenset({ROOT})))
    act(office, case, "take-up-run", "jian.rujing", reason="继续办理")
    before = len(office.rows(OutboxRow, kind="set_variables"))
    start(office, case, 2, NEXT_ROOT)
    rows = sorted(office.rows(OutboxRow, kind="set_variables"), key=lambda row: row.id)
    assert len(rows) == before + 1
    assert rows[-1].payload["variables"] == rows[0].payload["variables"]


def test_only_a_lost_run_is_taken_up_and_with_a_reason(office: FullOffice) -> None:
    case = running_case(office)
    with pytest.raises(RuleRefused, match="RUN_GOES_ON"):
        act(office, case, "take-up-run", "jian.rujing", reason="继续")
    look(office, CancellingEngine(frozenset({ROOT})))
    with pytest.raises(InvalidInput):
        act(office, case, "take-up-run", "jian.rujing", reason=" ")
    act(office, case, "take-up-run", "jian.rujing", reason="继续")
    with pytest.raises(RuleRefused, match="RUN_GOES_ON"):
        act(office, case, "take-up-run", "jian.rujing", reason="继续")
    assert [run.run_no for run in office.rows(CaseRun)] == [1, 2]


def test_cards_and_supervision_go_on_while_no_run_is_there(office: FullOffice) -> None:
    """OW-12: the sweep announces what no watch looks at, and the run that takes the case up finds it announced."""
    case = running_case(office)
    look(office, CancellingEngine(frozenset({ROOT})))
    due_at, unwatched = clock_of(office, case, ClockKind.ACCEPTANCE).due_at, Unwatched()
    for moment in (due_at - timedelta(hours=1), due_at + timedelta(minutes=1), due_at + timedelta(days=7)):
        for pause in (timedelta(), GRACE):
            office.clock.moment = moment + pause
            # The sweep waits by the machine's clock.
            office.system_clock = SetClock(moment + pause)
            sweep_clocks_step(office.unit_of_work, unwatched)
    clock = clock_of(office, case, ClockKind.ACCEPTANCE)
    assert (clock.due_at, clock.stopped_at) == (due_at, None)
    rungs = {row.rung for row in office.rows(ClockRung, clock_id=clock.id) if row.announced_at is not None}
    assert rungs == {Rung.NEAR, Rung.OVER, Rung.SUPERVISED}
    assert case_of(office, case).clock_state is Rung.SUPERVISED
    assert clock.id in {row.late_clock_id for row in office.rows(Supervision, complaint_id=case)}
    act(office, case, "take-up-run", "jian.rujing", reason="继续办理")
    assert start(office, case, 2, NEXT_ROOT).acceptance_clock_id == clock.id
    told = sorted(office.rows(OutboxRow, kind="set_variables"), key=lambda row: row.id)[-1]
    assert told.payload["variables"]["clock_state"] == "overdue"
