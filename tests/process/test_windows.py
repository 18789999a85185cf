"""Windows beside the work of a stage: answer and timer in either order, two rounds at once, and their end."""

from __future__ import annotations

import pytest

from engine.state.element_instance import ElementInstance
from tests.engine.driver import DAY
from tests.process.office import Office
from tests.process.walks import decide_matters, find, plan
from tests.process.windows import WINDOWS, Window


@pytest.fixture(params=WINDOWS, ids=lambda window: window.name)
def window(request: pytest.FixtureRequest, office: Office) -> Window:
    """A window, with the case in its stage and the work beside it open."""
    found: Window = request.param
    office.register()
    found.reach(office)
    return found


def waiting(office: Office, window: Window) -> int:
    return sum(1 for row in office.engine.open(ElementInstance) if row.element_id == window.waits_at)


def test_answer_before_the_timer_ends_the_window(office: Office, window: Window) -> None:
    """R49: the work beside it goes on, and the timer is gone."""
    window.open(office, "q1")
    assert waiting(office, window) == 1
    window.answer(office, "q1")
    assert office.has_passed(window.ends_answered)
    assert waiting(office, window) == 0
    office.pass_time(6 * DAY)
    assert office.taken(window.check) == []
    assert office.is_at(window.work_beside)


def test_timer_before_the_answer_ends_the_window_when_the_database_agrees(
    office: Office, window: Window
) -> None:
    """R49: a late answer meets nobody and disturbs nothing."""
    window.say_over(office, True)
    window.open(office, "q1")
    office.pass_time(5 * DAY)
    assert office.taken(window.check) == [{window.id_name: "q1"}]
    assert office.has_passed(window.ends_over)
    window.answer(office, "q1")
    assert not office.has_passed(window.ends_answered)
    assert office.is_at(window.work_beside)


def test_window_that_was_extended_waits_on(office: Office, window: Window) -> None:
    """The database, not the diagram, knows when the window ends."""
    window.say_over(office, False)
    window.open(office, "q1")
    office.pass_time(5 * DAY)
    assert waiting(office, window) == 1
    window.say_over(office, True)
    office.pass_time(2 * DAY)
    assert office.has_passed(window.ends_over)


def test_answer_of_the_first_round_does_not_answer_the_second(office: Office, window: Window) -> None:
    """R49: an answer is keyed by its request, so two rounds stand side by side."""
    window.open(office, "q1")
    window.open(office, "q2")
    assert waiting(office, window) == 2
    window.answer(office, "q1")
    assert waiting(office, window) == 1
    window.answer(office, "q1")
    assert waiting(office, window) == 1
    window.answer(office, "q2")
    assert waiting(office, window) == 0


def test_answer_that_came_before_its_window_is_kept(office: Office, window: Window) -> None:
    """R49: both messages wait for each other, whatever order they are sent in."""
    window.answer(office, "q1")
    window.open(office, "q1")
    assert office.has_passed(window.ends_answered)


def test_second_round_asks_about_itself(office: Office, window: Window) -> None:
    """Each round has variables of its own: the check of one never asks about the other."""
    window.say_over(office, True)
    window.open(office, "q1", in_ms=3 * DAY)
    window.open(office, "q2", in_ms=5 * DAY)
    office.pass_time(3 * DAY)
    assert office.taken(window.check) == [{window.id_name: "q1"}]
    office.pass_time(2 * DAY)
    assert office.taken(window.check) == [{window.id_name: "q1"}, {window.id_name: "q2"}]


def test_end_of_the_stage_ends_its_windows(office: Office, window: Window) -> None:
    """Nothing waits on after the stage."""
    window.open(office, "q1")
    if window.work_beside == "UserTask_DecideAcceptance":
        decide_matters(office)
    else:
        plan(office)
        find(office)
    assert waiting(office, window) == 0
    office.pass_time(6 * DAY)
    assert office.taken(window.check) == []


def test_opening_that_reaches_the_next_stage_too_ends_at_its_check(office: Office) -> None:
    """A message is kept once for each process: the investigation hears of intake's request, and asks about it."""
    window = WINDOWS[0]
    office.register()
    window.say_over(office, True)
    window.open(office, "q1", ttl=DAY)
    decide_matters(office)
    assert waiting(office, window) == 1
    office.pass_time(5 * DAY)
    assert waiting(office, window) == 0
    assert office.taken(window.check) == [{window.id_name: "q1"}]


def propose(office: Office, request_id: str) -> None:
    """A service says that an entrustment was asked for which needs approval."""
    window = next(one for one in WINDOWS if one.name == "entrustment")
    variables = {window.id_name: request_id, "window_ends_at": office.moment(DAY), "needs_approval": True}
    office.say(window.opened, "c1", 0, **variables)


def test_an_entrustment_waits_for_its_approval_beside_the_investigation(office: Office) -> None:
    """DM-25: no window before, whatever day was asked for; from the approval on it is the one that the approver gave."""
    window = next(one for one in WINDOWS if one.name == "entrustment")
    office.register()
    window.reach(office)
    propose(office, "q1")
    assert office.is_at("UserTask_ApproveEntrustment")
    assert office.is_at("Call_WatchInvestigation")
    assert waiting(office, window) == 0
    office.pass_time(3 * DAY)
    assert waiting(office, window) == 0
    office.submit("UserTask_ApproveEntrustment", is_approved=True, window_ends_at=office.moment(5 * DAY))
    assert waiting(office, window) == 1
    office.pass_time(4 * DAY)
    assert office.taken(window.check) == []
    window.say_over(office, True)
    office.pass_time(DAY)
    assert office.taken(window.check) == [{window.id_name: "q1"}]
    assert office.is_at(window.work_beside)


def test_an_entrustment_that_is_sent_back_opens_no_window(office: Office) -> None:
    """DM-25: it can be asked for again; the end of the stage takes the task with it."""
    window = next(one for one in WINDOWS if one.name == "entrustment")
    office.register()
    window.reach(office)
    propose(office, "q1")
    office.submit("UserTask_ApproveEntrustment", is_approved=False, window_ends_at=office.moment(DAY))
    assert office.has_passed("End_EntrustmentSentBack")
    assert waiting(office, window) == 0
    propose(office, "q2")
    assert office.is_at("UserTask_ApproveEntrustment")
    plan(office)
    find(office)
    assert not office.is_at("UserTask_ApproveEntrustment")
