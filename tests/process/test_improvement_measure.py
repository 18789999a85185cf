"""The process of a measure: carried out, verified, watched, judged; it ends with what the figures show, or comes back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from engine.core.commands import CompleteUserTask
from tests.engine.driver import DAY, HOUR, Driver
from tests.process.side_office import SideOffice

CARRY_OUT, VERIFY, DECIDE = (
    "UserTask_CarryOutMeasure",
    "UserTask_VerifyMeasure",
    "UserTask_DecideReturn",
)


@pytest.fixture
def office(engine: Driver) -> SideOffice:
    office = SideOffice(engine, "improvement-measure")
    office.answer("take-up-measure", {"due_at": moment(office, 3)})
    office.answer("remind-measure", {})
    return office


def moment(office: SideOffice, days: int) -> str:
    return (datetime.fromtimestamp(office.engine.now / 1000, UTC) + timedelta(days=days)).isoformat()


def do(office: SideOffice, element: str, **variables: Any) -> None:
    (task,) = office.tasks(element)
    office.engine.send(CompleteUserTask(task.key, variables))
    office.work()


def judge(office: SideOffice, verdict: str, again: int | None = None) -> None:
    told = None if again is None else moment(office, again)
    office.answer("judge-measure", {"verdict": verdict, "judge_at": told})


def test_a_measure_is_judged_after_its_window_and_comes_back_until_figures_close_it(
    office: SideOffice,
) -> None:
    """C10: every element and flow but the ends by another way; no end leaves anything open."""
    key = office.begin("measure-opened", "measure_id")
    (task,) = office.tasks(CARRY_OUT)
    assert sorted(task.candidate_groups) == ["director", "supervisor", "unit_rep"]
    office.pass_time(4 * DAY)
    assert "Task_RemindMeasure" in office.passed(key)
    assert office.where(key) == [CARRY_OUT], "a late one goes on waiting"
    do(office, CARRY_OUT)
    do(office, VERIFY, is_done=False, judge_at=None)
    assert office.where(key) == [CARRY_OUT], "what was not done goes back"
    do(office, CARRY_OUT)
    do(office, VERIFY, is_done=True, judge_at=moment(office, 90))
    assert office.where(key) == ["Timer_WindowPassed"]
    office.pass_time(89 * DAY)
    assert office.where(key) == ["Timer_WindowPassed"]
    judge(office, "too_few", 90)
    office.pass_time(DAY + HOUR)
    assert office.where(key) == ["Timer_WindowPassed"], "another window"
    judge(office, "not_effective")
    office.pass_time(90 * DAY + HOUR)
    assert office.where(key) == [DECIDE]
    do(office, DECIDE, decision="again")
    assert office.where(key) == [CARRY_OUT], "the next round"
    do(office, CARRY_OUT)
    do(office, VERIFY, is_done=True, judge_at=moment(office, 90))
    judge(office, "effective")
    office.pass_time(91 * DAY)
    assert office.engine.state(key) == "COMPLETED"
    assert "End_MeasureClosed" in office.passed(key)
    called = office.call(measure_id="m2")
    do(office, CARRY_OUT)
    do(office, VERIFY, is_done=True, judge_at=moment(office, 1))
    judge(office, "not_effective")
    office.pass_time(DAY + HOUR)
    do(office, DECIDE, decision="give_up")
    assert office.engine.state(called) == "COMPLETED"
    assert {"Start_MeasureCalled", "End_MeasureGivenUp"} <= office.passed(called)
    assert office.unreached() == set()
    assert office.leftovers() == []
