"""Processes that are away: nothing is lost, everything moves once when they are back."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.case.case_run import CaseRun
from models.case.complaint import Complaint
from models.case.lifecycle import Rung, TaskState
from models.case.task import Task
from models.case.task_record import TaskRecord
from models.clock.clock import Clock
from models.clock.clock_rung import ClockRung
from models.ground.errors import Conflict
from models.ledger.outbox import OutboxRow
from models.ledger.trail_check import verify_trail
from models.ledger.trail_event import TrailEvent
from services.ledger.list_ledger import ListLedger, list_ledger
from services.outbox.send_step import send_outbox_step
from services.worklist.submit_task import SubmitTask, submit_task
from tests.accepted_row import ACCEPTED_ROW
from tests.full_office import FullOffice
from tests.outbox_rows import is_outbox_empty
from tests.workers.engine_office import EngineOffice, engine_office

# aiohttp 3.14 warns of a method that its own multipart reader calls.
pytestmark = pytest.mark.filterwarnings("ignore:unread_data:DeprecationWarning")

DECISION = {
    "category": "none",
    "route": "intervene",
    "complexity": "simple",
    "matters": [
        ACCEPTED_ROW,
        ACCEPTED_ROW,
    ],
}


def test_filing_and_submission_while_the_engine_is_away_move_once_after_its_start(
    running: EngineOffice,
) -> None:
    """N15: without the engine a citizen files, a clerk submits, and the ledger reads, counts and proves both; each moves once

    when it is back, and the runs of those filed meanwhile catch up.
    """
    office = running.office
    first = office.file().complaint_id
    task = running.open_task(first, "decide-acceptance")
    running.server.kill()
    second = office.file().complaint_id
    command = SubmitTask(task.user_task_key, DECISION)
    submit_task(command, office.unit_of_work(), office.actor("wen.rusheng"))
    assert office.rows(Task, complaint_id=first)[0].state is TaskState.SUBMITTED
    ledger = list_ledger(ListLedger(), office.unit_of_work(), office.actor("jian.rujing"))
    assert {row.complaint_id for row in ledger.rows} == {first, second}
    with office.unit_of_work().reading() as unit:
        assert verify_trail(unit.session).fault is None
    kinds = {(event.complaint_id, event.kind) for event in office.rows(TrailEvent)}
    assert {(first, "task.submitted"), (second, "complaint.registered")} <= kinds
    running.server.start()
    running.open_task(second, "decide-acceptance")
    running.open_task(first, "assign-handler")
    assert len(office.rows(TaskRecord, complaint_id=first)) == 1
    runs = office.rows(CaseRun)
    assert len({run.process_instance_key for run in runs}) == 2
    roots = running.http.post("process-instances/search", {"filter": {"processDefinitionId": "complaint"}})
    assert len(roots["items"]) == 2
    running.wait_for(lambda: is_outbox_empty(office.unit_of_work), "outbox empty")


def test_foreign_completion_is_denied_and_the_case_stays(running: EngineOffice) -> None:
    """A completion by another client gets 409 with the Chinese reason."""
    case = running.office.file().complaint_id
    task = running.open_task(case, "decide-acceptance")
    with pytest.raises(Conflict) as denied:
        running.http.post(
            f"user-tasks/{task.user_task_key}/completion", {"variables": {"outcome": "refused"}}
        )
    assert "尚未在接办系统中提交" in str(denied.value)
    assert running.office.rows(Complaint, id=case)[0].outcome is None
    running.submit(case, "decide-acceptance", "wen.rusheng", **DECISION)
    running.open_task(case, "assign-handler")


def test_overdue_while_the_workers_are_away_is_announced_once(running: EngineOffice) -> None:
    """R46: workers stopped over a due moment; afterwards the highest rung is announced, the lower recorded as passed."""
    office = running.office
    case = office.file().complaint_id
    running.open_task(case, "decide-acceptance")
    clock = office.rows(Clock, complaint_id=case)[0]
    running.wait_for(lambda: office.rows(Clock, id=clock.id)[0].check_at is not None, "first check")
    running.stop_workers()
    office.clock.set("2026-09-11T09:30")
    running.server.pin_clock(int(office.clock.now().timestamp() * 1000))
    running.start_workers()
    running.wait_for(lambda: office.rows(ClockRung, clock_id=clock.id, rung=Rung.OVER), "overdue")
    rungs = {row.rung: row for row in office.rows(ClockRung, clock_id=clock.id)}
    assert rungs[Rung.OVER].announced_at is not None
    assert rungs[Rung.NEAR].was_passed
    running.wait_for(lambda: is_outbox_empty(office.unit_of_work), "outbox empty")
    over = running.http.post(
        "element-instances/search", {"filter": {"elementId": "Boundary_AcceptanceOverdue"}}
    )
    running.wait_for(
        lambda: (
            len(
                running.http.post(
                    "element-instances/search", {"filter": {"elementId": "Boundary_AcceptanceOverdue"}}
                )["items"]
            )
            == 1
        ),
        "overdue seen in the stage",
    )
    assert len(over["items"]) <= 1


def test_case_cancelled_in_the_engine_keeps_the_record_and_tells_why(running: EngineOffice) -> None:
    """Submitted, and the engine has ended the task meanwhile: the record stays, the task says why."""
    office = running.office
    case = office.file().complaint_id
    task = running.open_task(case, "decide-acceptance")
    running.wait_for(lambda: is_outbox_empty(office.unit_of_work), "outbox empty")
    root = office.rows(CaseRun, complaint_id=case)[0].process_instance_key
    running.stop_workers()
    running.http.post(f"process-instances/{root}/cancellation", {})
    submit_task(SubmitTask(task.user_task_key, DECISION), office.unit_of_work(), office.actor("wen.rusheng"))
    running.start_workers()

    def has_ended() -> bool:
        return office.rows(Task, user_task_key=task.user_task_key)[0].state is TaskState.CANCELLED

    running.wait_for(has_ended, "told")
    assert office.rows(Task, user_task_key=task.user_task_key)[0].end_reason == "TASK_ENDED"
    assert office.rows(TaskRecord, complaint_id=case)[0].outcome_note == "TASK_ENDED"


def test_workers_stop_within_four_seconds(running: EngineOffice) -> None:
    """SIGTERM ends the process in its time, also while polls are under way."""
    running.office.file()
    assert running.stop_workers() < 4.0


def test_outbox_waits_while_the_engine_is_away(office: FullOffice, tmp_path: Path) -> None:
    """A message that cannot be sent stays with its reason and is tried again later."""
    with engine_office(office, tmp_path) as running:
        office.file()
        running.server.kill()
        assert send_outbox_step(office.unit_of_work, running.engine) == 0
        waiting = office.rows(OutboxRow)[0]
        assert (waiting.sent_at, waiting.attempts) == (None, 1)
        assert waiting.next_try_at > office.system_clock.now()
        running.server.start()
