"""The review of an answer: decided by somebody else, watched, and begun once."""

from __future__ import annotations

import pytest

from engine.state.user_task import UserTask
from tests.engine.driver import HOUR, Driver
from tests.process.side_office import LOUD, STOPPED, SideOffice

FIRST = {"is_duplicate": False, "clock_id": "clock", "complaint_id": "c1"}


@pytest.fixture
def office(engine: Driver) -> SideOffice:
    office = SideOffice(engine, "review")
    office.answer("start-review", FIRST)
    return office


def begin(office: SideOffice, key: str = "x1") -> int:
    return office.begin("review-requested", "review_id", key)


def work_through(office: SideOffice) -> None:
    office.submit("UserTask_DecideReview")


def test_it_is_worked_through_and_leaves_nothing(office: SideOffice) -> None:
    key = begin(office)
    assert office.task("UserTask_DecideReview").process_instance_key == key
    work_through(office)
    assert office.engine.state(key) == "COMPLETED"
    assert "End_ReviewDecided" in office.passed(key)
    assert office.leftovers() == []


def test_second_start_ends_at_the_first_worker(office: SideOffice) -> None:
    begin(office)
    office.answer("start-review", {**FIRST, "is_duplicate": True})
    second = begin(office, "x2")
    assert "End_DuplicateReview" in office.passed(second)
    assert len(office.engine.open(UserTask)) == 1


def test_limit_warns_and_interrupts_nothing(office: SideOffice) -> None:
    office.clocks["clock"] = list(LOUD)
    key = begin(office)
    office.pass_time(HOUR)
    assert {"End_ReviewNearSeen", "End_ReviewOverdueSeen"} <= office.passed(key)
    assert office.where(key) == ["UserTask_DecideReview"]
    work_through(office)
    assert office.leftovers() == []


def test_stopped_clock_ends_the_watch_alone(office: SideOffice) -> None:
    office.clocks["clock"] = list(STOPPED)
    key = begin(office)
    assert office.engine.active() == ["UserTask_DecideReview"]
    assert "End_ReviewWatched" in office.passed(key)


def test_review_is_decided_by_director_or_approver(office: SideOffice) -> None:
    begin(office)
    assert office.task("UserTask_DecideReview").candidate_groups == ["director", "approver"]


def test_every_element_and_flow_is_reached(office: SideOffice) -> None:
    """C10."""
    test_second_start_ends_at_the_first_worker(office)
    work_through(office)
    office.answer("start-review", FIRST)
    office.clocks["clock"] = [*LOUD, *STOPPED]
    begin(office, "x3")
    office.pass_time(HOUR)
    office.stop_clock("clock")
    work_through(office)
    assert office.unreached() == set()
