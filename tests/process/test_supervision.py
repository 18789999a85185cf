"""The supervision of a late case: explained by its handler, closed by the supervisor, begun once."""

from __future__ import annotations

import pytest

from engine.state.user_task import UserTask
from tests.engine.driver import HOUR, Driver
from tests.process.side_office import LOUD, STOPPED, SideOffice

FIRST = {"is_duplicate": False, "clock_id": "clock", "handler_id": "li", "complaint_id": "c1"}


@pytest.fixture
def office(engine: Driver) -> SideOffice:
    office = SideOffice(engine, "supervision")
    office.answer("start-supervision", FIRST)
    return office


def begin(office: SideOffice, key: str = "x1") -> int:
    return office.begin("supervision-opened", "supervision_id", key)


def work_through(office: SideOffice) -> None:
    office.submit("UserTask_ExplainDelay")
    office.submit("UserTask_CloseSupervision")


def test_it_is_worked_through_and_leaves_nothing(office: SideOffice) -> None:
    key = begin(office)
    assert office.task("UserTask_ExplainDelay").process_instance_key == key
    work_through(office)
    assert office.engine.state(key) == "COMPLETED"
    assert "End_SupervisionClosed" in office.passed(key)
    assert office.leftovers() == []


def test_second_start_ends_at_the_first_worker(office: SideOffice) -> None:
    begin(office)
    office.answer("start-supervision", {**FIRST, "is_duplicate": True})
    second = begin(office, "x2")
    assert "End_DuplicateSupervision" in office.passed(second)
    assert len(office.engine.open(UserTask)) == 1


def test_limit_warns_and_interrupts_nothing(office: SideOffice) -> None:
    office.clocks["clock"] = list(LOUD)
    key = begin(office)
    office.pass_time(HOUR)
    assert {"End_SupervisionNearSeen", "End_SupervisionOverdueSeen"} <= office.passed(key)
    assert office.where(key) == ["UserTask_ExplainDelay"]
    work_through(office)
    assert office.leftovers() == []


def test_stopped_clock_ends_the_watch_alone(office: SideOffice) -> None:
    office.clocks["clock"] = list(STOPPED)
    key = begin(office)
    assert office.engine.active() == ["UserTask_ExplainDelay"]
    assert "End_SupervisionWatched" in office.passed(key)


def test_handler_is_asked_to_explain(office: SideOffice) -> None:
    begin(office)
    assert office.task("UserTask_ExplainDelay").assignee == "li"


def test_case_without_handler_is_explained_by_whoever_takes_it(office: SideOffice) -> None:
    office.answer("start-supervision", {**FIRST, "handler_id": None})
    begin(office)
    task = office.task("UserTask_ExplainDelay")
    assert (task.assignee, task.candidate_groups) == (None, ["intake", "investigator"])


def test_every_element_and_flow_is_reached(office: SideOffice) -> None:
    """C10."""
    test_second_start_ends_at_the_first_worker(office)
    work_through(office)
    office.answer("start-supervision", FIRST)
    office.clocks["clock"] = [*LOUD, *STOPPED]
    begin(office, "x3")
    office.pass_time(HOUR)
    office.stop_clock("clock")
    work_through(office)
    assert office.unreached() == set()
