"""The process of a special study: planned, analysed, decided, back for more analysis; late steps are put on record."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from engine.core.commands import CompleteUserTask
from tests.engine.driver import DAY, Driver
from tests.process.side_office import SideOffice

PLAN, ANALYSE, DECIDE = "UserTask_PlanStudy", "UserTask_AnalyseStudy", "UserTask_DecideStudy"


@pytest.fixture
def office(engine: Driver) -> SideOffice:
    office = SideOffice(engine, "improvement")
    office.answer("take-up-study", {"plan_due_at": moment(office, 7)})
    office.answer("remind-study", {})
    return office


def moment(office: SideOffice, days: int) -> str:
    return (datetime.fromtimestamp(office.engine.now / 1000, UTC) + timedelta(days=days)).isoformat()


def do(office: SideOffice, element: str, **variables: Any) -> None:
    (task,) = office.tasks(element)
    assert task.candidate_groups == ["supervisor", "director"]
    office.engine.send(CompleteUserTask(task.key, variables))
    office.work()


def plan(office: SideOffice, days: int) -> None:
    office.answer("take-up-analysis", {"analysis_due_at": moment(office, days)})
    do(office, PLAN)


def decide(office: SideOffice, decision: str) -> None:
    office.answer("take-up-analysis", {"analysis_due_at": moment(office, 20)})
    do(office, DECIDE, study_decision=decision)


def test_a_study_goes_back_for_more_analysis_until_it_is_decided(office: SideOffice) -> None:
    """C10: every element and flow; a late plan and a late analysis are put on record and go on waiting."""
    key = office.begin("study-opened", "study_id")
    assert office.where(key) == [PLAN]
    office.pass_time(8 * DAY)
    assert "Task_RemindPlan" in office.passed(key)
    assert office.where(key) == [PLAN], "a late one goes on waiting"
    plan(office, 10)
    office.pass_time(11 * DAY)
    assert "Task_RemindAnalysis" in office.passed(key)
    do(office, ANALYSE)
    decide(office, "more")
    assert office.where(key) == [ANALYSE]
    do(office, ANALYSE)
    decide(office, "none")
    assert office.engine.state(key) == "COMPLETED"
    other = office.begin("study-opened", "study_id", "x2")
    plan(office, 10)
    do(office, ANALYSE)
    decide(office, "measures")
    assert office.engine.state(other) == "COMPLETED"
    assert office.unreached() == set()
    assert office.leftovers() == []


def test_what_is_done_in_time_is_never_late(office: SideOffice) -> None:
    key = office.begin("study-opened", "study_id")
    plan(office, 10)
    office.pass_time(9 * DAY)
    do(office, ANALYSE)
    office.pass_time(30 * DAY)
    assert not {"Task_RemindPlan", "Task_RemindAnalysis"} & office.passed(key)
    assert office.where(key) == [DECIDE]
