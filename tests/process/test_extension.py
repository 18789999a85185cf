"""An extension: decided and told before the old due date, or it expires; watched, and never told twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from engine.state.entity import Variables
from engine.state.user_task import UserTask
from tests.engine.driver import DAY, HOUR, Driver
from tests.process.side_office import LOUD, STOPPED, SideOffice


@pytest.fixture
def office(engine: Driver) -> SideOffice:
    return SideOffice(engine, "extension")


def prepared(office: SideOffice, **changes: Any) -> Variables:
    """What prepare-extension answers for a request that nobody has decided."""
    answer: Variables = {
        "is_open": True,
        "is_approved": False,
        "extension_clock_id": "extension",
        "window_ends_at": office.moment(2 * DAY),
        "handler_id": "li",
        "complaint_id": "c1",
    }
    return answer | changes


def request(office: SideOffice, **changes: Any) -> int:
    office.answer("prepare-extension", prepared(office, **changes))
    return office.call(extension_id="e1")


def test_approved_extension_is_told_by_the_handler(office: SideOffice) -> None:
    """The task stands at whoever asked."""
    key = request(office)
    assert office.task("UserTask_DecideExtension").candidate_groups == [
        "investigator",
        "supervisor",
        "approver",
        "director",
    ]
    office.submit("UserTask_DecideExtension", is_approved=True)
    assert office.task("UserTask_TellExtension").assignee == "li"
    office.submit("UserTask_TellExtension")
    assert {"End_ExtensionTold", "End_ExtensionDecided"} <= office.passed(key)
    assert office.leftovers() == []


def test_refused_extension_is_not_told(office: SideOffice) -> None:
    key = request(office)
    office.submit("UserTask_DecideExtension", is_approved=False)
    assert {"End_ExtensionRefused", "End_ExtensionDecided"} <= office.passed(key)
    assert office.leftovers() == []


def test_extension_approved_before_is_only_told(office: SideOffice) -> None:
    key = request(office, is_approved=True, handler_id=None)
    assert office.where(key) == ["SubProcess_DecideExtension", "UserTask_TellExtension"]
    assert office.task("UserTask_TellExtension").assignee is None


def test_request_that_is_no_longer_open_ends_at_its_first_worker(office: SideOffice) -> None:
    key = request(office, is_open=False)
    assert "End_ExtensionLapsed" in office.passed(key)
    assert office.leftovers() == []


def let_expire(office: SideOffice, *, is_decided: bool = False) -> None:
    """Nobody tells it before the old due date."""
    key = request(office)
    if is_decided:
        office.submit("UserTask_DecideExtension", is_approved=True)
    office.answer("check-extension-window", {"is_window_over": True})
    office.pass_time(2 * DAY)
    assert "End_ExtensionExpired" in office.passed(key)
    assert office.leftovers() == []


@pytest.mark.parametrize("is_decided", [False, True])
def test_extension_not_told_before_the_old_due_date_expires(office: SideOffice, is_decided: bool) -> None:
    """Approval alone is not enough."""
    let_expire(office, is_decided=is_decided)


def test_extension_told_in_time_is_not_asked_for_again(office: SideOffice) -> None:
    key = request(office)
    office.pass_time(2 * DAY - HOUR)
    office.submit("UserTask_DecideExtension", is_approved=True)
    office.submit("UserTask_TellExtension")
    office.pass_time(DAY)
    assert "Timer_ExtensionWindow" not in office.passed(key)


def test_old_due_date_that_moved_is_waited_for_again(office: SideOffice) -> None:
    """A pause moves the old date; what was approved meanwhile is not approved twice."""
    key = request(office)
    office.submit("UserTask_DecideExtension", is_approved=True)
    office.answer("check-extension-window", {"is_window_over": False})
    office.answer(
        "prepare-extension", prepared(office, is_approved=True, window_ends_at=office.moment(9 * DAY))
    )
    office.pass_time(2 * DAY)
    assert office.where(key) == ["SubProcess_DecideExtension", "UserTask_TellExtension"]
    assert len(office.engine.open(UserTask)) == 1
    office.submit("UserTask_TellExtension")
    assert office.leftovers() == []


def test_limit_warns_and_interrupts_nothing(office: SideOffice) -> None:
    office.clocks["extension"] = list(LOUD)
    key = request(office)
    office.pass_time(HOUR)
    assert {"End_ExtensionNearSeen", "End_ExtensionOverdueSeen"} <= office.passed(key)
    assert office.where(key) == ["SubProcess_DecideExtension", "UserTask_DecideExtension"]


def test_stopped_clock_ends_the_watch_alone(office: SideOffice) -> None:
    office.clocks["extension"] = list(STOPPED)
    key = request(office)
    assert "End_ExtensionWatched" in office.passed(key)
    assert office.where(key) == ["SubProcess_DecideExtension", "UserTask_DecideExtension"]


WAYS: list[Callable[[SideOffice], None]] = [
    test_approved_extension_is_told_by_the_handler,
    test_refused_extension_is_not_told,
    test_old_due_date_that_moved_is_waited_for_again,
    test_request_that_is_no_longer_open_ends_at_its_first_worker,
    let_expire,
    test_limit_warns_and_interrupts_nothing,
    test_stopped_clock_ends_the_watch_alone,
]


def test_every_element_and_flow_is_reached(engine: Driver) -> None:
    """C10."""
    offices = [SideOffice(Driver(engine.shadow), "extension") for _ in WAYS]
    for office, way in zip(offices, WAYS, strict=True):
        way(office)
    assert set.intersection(*(office.unreached() for office in offices)) == set()
