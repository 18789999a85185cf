"""Parts that are away: what falls due meanwhile is announced once, what people do meanwhile moves once."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import httpx
from sqlalchemy import select

from deploy.replay.office import OpenTask
from models.case.lifecycle import ClockKind, Rung
from models.clock.clock import Clock
from models.ledger.trail_event import TrailEvent
from tests.acceptance.walk import (
    CLERK,
    READER,
    Case,
    answer,
    clock_of,
    elements,
    family_of,
    file_case,
    filing,
    instances_with,
    known_case,
    open_task,
    root_of,
    rungs_of,
)
from tests.accepted_row import ACCEPTED_ROW
from tests.office_process import OfficeProcess

DECISION = {
    "category": "irregular_operation",
    "route": "intervene",
    "complexity": "simple",
    "matters": [ACCEPTED_ROW],
}

# Nobody called either, so the limit of the first contact is over too.
OVERDUE_ONCE = {"Boundary_AcceptanceOverdue": 1, "Boundary_FirstContactOverdue": 1}


def overdues_of(office: OfficeProcess, clock: Clock) -> int:
    """How often the trail says that this clock is overdue; the limit of the first contact tells its own."""
    with office.clock.database.read() as session:
        events = session.scalars(select(TrailEvent).where(TrailEvent.kind == "clock.over")).all()
        return sum(event.payload["clock_id"] == clock.id for event in events)


def trail_of(office: OfficeProcess, case: Case) -> Counter[str]:
    with office.clock.database.read() as session:
        query = select(TrailEvent.kind).where(TrailEvent.complaint_id == case.complaint_id)
        return Counter(session.scalars(query))


def seen_by_stages(office: OfficeProcess, case: Case) -> Counter[str]:
    found = elements(office, family_of(office, root_of(office, case)))
    return Counter(name for name, state in found if name.startswith("Boundary_") and state == "COMPLETED")


def test_an_overdue_passed_without_workers_is_announced_once(office: OfficeProcess) -> None:
    """The due moment passes while the workers stand still; started again they announce it, once."""
    case = file_case(office)
    root_of(office, case)
    office.settle()
    clock = clock_of(office, case, ClockKind.ACCEPTANCE)
    office.stop("workers")
    office.jump_to(clock.due_at + timedelta(minutes=5))
    assert rungs_of(office, clock) == {}
    due = office.people.read(READER, f"/api/v1/cases/{case.complaint_id}")
    assert [told for clock in due["clocks"] for told in clock["announced"]] == []
    office.start("workers")
    office.wait_until(lambda: Rung.OVER in rungs_of(office, clock), "the overdue is found")
    office.settle()
    assert rungs_of(office, clock) == {Rung.NEAR: False, Rung.OVER: True}
    assert overdues_of(office, clock) == 1
    assert seen_by_stages(office, case) == OVERDUE_ONCE
    office.kill("workers")
    office.start("workers")
    office.settle()
    assert seen_by_stages(office, case) == OVERDUE_ONCE
    assert overdues_of(office, clock) == 1


def test_work_goes_on_while_the_engine_is_away_and_moves_once_when_it_is_back(office: OfficeProcess) -> None:
    """R18: a citizen files and a clerk submits without an engine; pages say so; both move once afterwards."""
    waiting = file_case(office)
    task = open_task(office, waiting, "decide-acceptance")
    office.settle()
    office.stop("engine")
    fields = filing()
    receipt = office.people.file(fields)
    assert office.people.file(fields) == receipt
    office.people.submit(CLERK, task, DECISION)
    filed = known_case(office, receipt.number)
    assert_pages_say_so(office, waiting, task)
    office.start("engine")
    next_task = open_task(office, waiting, "assign-handler")
    assert open_task(office, filed, "decide-acceptance") != task
    office.settle()
    assert next_task.user_task_key != task.user_task_key
    for case in (waiting, filed):
        assert instances_with(office, case) == {root_of(office, case)}
        assert trail_of(office, case)["run.started"] == 1
    assert trail_of(office, waiting)["task.submitted"] == 1
    decided = Counter(name for name, _ in elements(office, family_of(office, root_of(office, waiting))))
    assert decided["UserTask_DecideAcceptance"] == decided["UserTask_AssignHandler"] == 1
    assert answer(office, filed, "decide-acceptance")


def assert_pages_say_so(office: OfficeProcess, case: Case, task: OpenTask) -> None:
    """The health check and the supervisor's list name the engine; the submitted task is shown as submitted."""
    health = httpx.get(f"{office.address}/healthz", timeout=10)
    assert (health.status_code, health.json()["status"]) == (200, "degraded")
    assert health.json()["parts"]["engine"] == "down"
    tasks = office.people.read(CLERK, "/api/v1/tasks")["tasks"]
    assert [row["state"] for row in tasks if row["user_task_key"] == task.user_task_key] == ["submitted"]
    due = office.page(READER, "/due").text
    assert "流程引擎" in due
    assert case.number in due
