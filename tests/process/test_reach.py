"""C10: the five stages, the complaint around them and the watch: every element and flow has a way to it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.engine.driver import DAY, HOUR
from tests.process.answers import ANSWERS
from tests.process.office import Office
from tests.process.reach import unreached
from tests.process.taken_up import TAKEN_UP
from tests.process.walks import (
    ACCEPTED,
    accept,
    answer,
    decide_matters,
    decide_opinion,
    decide_redo,
    dispose,
    draft,
    find,
    investigate,
    plan,
    refer_matters,
    refuse_matters,
    visit,
    walk_to_feedback,
    walk_to_return_visit,
)
from tests.process.windows import WINDOWS, Window

PROCESSES = ["complaint", "intake", "investigation", "disposal", "feedback", "deadline-watch"]
CLOCKS = ["acceptance", "first-contact", "resolve", "investigation", "feedback", "return-visit"]
LADDER = [
    ("within", "none", HOUR),
    ("near", "near", HOUR),
    ("over", "over", HOUR),
    ("supervised", "none", HOUR),
    ("paused", "none", HOUR),
    ("within", "none", DAY),
]


def be_loud(office: Office) -> None:
    """Every limit passes all its rungs, by time and by message."""
    office.clocks.update({clock: list(LADDER) for clock in CLOCKS})
    office.register("loud")
    for step in (accept, investigate, dispose, answer, visit):
        office.pass_time(HOUR)
        for clock in CLOCKS:
            for _ in LADDER:
                office.change_clock(clock)
        step(office)


def be_calm(office: Office) -> None:
    """No limit runs: every watch ends by itself."""
    office.clocks.update({clock: [("stopped", "none", 0)] for clock in CLOCKS})
    office.register("calm")
    walk_to_return_visit(office)
    visit(office, again=True)
    visit(office)


def refuse(office: Office) -> None:
    office.answers["complaint.start-case-run"] = {"is_duplicate_run": True}
    office.register("twice")
    office.answers["complaint.start-case-run"] = ANSWERS["complaint.start-case-run"]
    for needs_answer_task in (True, False):
        office.register(f"refused-{needs_answer_task}")
        refuse_matters(office, needs_answer_task=needs_answer_task)
        if needs_answer_task:
            answer(office, needs_return_visit=False)


def settle(office: Office) -> None:
    office.register("settled")
    decide_matters(office, has_undecided=True)
    decide_matters(office, is_on_spot=True)
    office.submit("UserTask_SettleOnSpot", has_accepted=False, needs_answer_task=False)


def propose(office: Office) -> None:
    """A decision and a settlement that need approval are sent back, then approved."""
    office.register("proposed")
    for is_approved in (False, True):
        decide_matters(office, needs_approval=True)
        office.submit(
            "UserTask_ApproveAcceptance", **ACCEPTED | {"is_on_spot": is_approved}, is_approved=is_approved
        )
    settled = {"has_accepted": False, "needs_answer_task": False}
    for is_approved in (False, True):
        office.submit("UserTask_SettleOnSpot", needs_approval=True)
        office.submit("UserTask_ApproveSettlement", **settled, is_approved=is_approved)


def entrust(office: Office) -> None:
    """An entrustment that needs approval is sent back, then another approved."""
    office.register("entrusted")
    accept(office)
    for is_approved in (False, True):
        asked = {
            "entrustment_id": f"e{is_approved}",
            "window_ends_at": office.moment(DAY),
            "needs_approval": True,
        }
        office.say("complaint.entrustment-opened", "entrusted", 0, **asked)
        office.submit(
            "UserTask_ApproveEntrustment", is_approved=is_approved, window_ends_at=office.moment(DAY)
        )
    investigate(office)
    dispose(office)
    answer(office, needs_return_visit=False)


def join(office: Office) -> None:
    """What a mass complaint is answered by ends the stages of a member, who is told apart."""
    office.register("member")
    accept(office)
    opinion = {
        "outcome": "accepted",
        "handler_id": "li",
        "feedback_clock_id": "feedback",
        "needs_answer_task": True,
    }
    office.say("complaint.answered-in-group", "member", ttl=0, **opinion)
    answer(office, needs_return_visit=False)


def go_back(office: Office) -> None:
    """Everything that can be sent back is sent back once."""
    returned = {**ANSWERS["complaint.conclude-handling"], "has_returned": True}
    office.answers["complaint.conclude-handling"] = returned
    office.register("back")
    refer_matters(office, "r1")
    office.answers["complaint.conclude-handling"] = ANSWERS["complaint.conclude-handling"]
    accept(office)
    plan(office, "interview", "site")
    find(office, needs_further=True)
    investigate(office)
    for decision in ("return", "approve"):
        draft(office, needs_review=True)
        office.submit("UserTask_ReviewOpinion", review_decision=decision)
    decide_opinion(office, "return")
    draft(office)
    decide_opinion(office, "investigate")
    investigate(office)
    dispose(office)
    answer(office)
    office.say("complaint.rated", "survey", wants_redo=True)
    decide_redo(office, is_redo=True)
    investigate(office)
    dispose(office)
    answer(office, needs_return_visit=False)


def name_the_handler_at_once(office: Office) -> None:
    office.register("named")
    decide_matters(office, handler_id="li")
    office.say("complaint.referral-opened", "named", ttl=0, referral_id="r2")
    office.say("complaint.extension-requested", "named", ttl=0, extension_id="x1")
    investigate(office)
    dispose(office)
    answer(office, needs_return_visit=False)


def withdraw(office: Office) -> None:
    office.register("withdrawn")
    for is_confirmed in (False, True):
        office.say("complaint.withdrawal-requested", "withdrawn", ttl=0, withdrawal_id=f"w{is_confirmed}")
        office.submit("UserTask_VerifyWithdrawal", is_confirmed=is_confirmed)
    answer(office, needs_return_visit=False)


def use(window: Window, office: Office) -> None:
    """Answered, extended and over."""
    complaint_id = f"window-{window.name}"
    office.register(complaint_id)
    window.reach(office)
    for request_id in ("q1", "q2"):
        variables: dict[str, Any] = {window.id_name: request_id, "window_ends_at": office.moment(DAY)}
        office.say(window.opened, complaint_id, 0, **variables)
    window.answer(office, "q1")
    window.say_over(office, False, in_ms=DAY)
    office.pass_time(DAY)
    window.say_over(office, True)
    office.pass_time(DAY)
    office.say("complaint.withdrawal-requested", complaint_id, 0, withdrawal_id=complaint_id)
    office.submit("UserTask_VerifyWithdrawal", is_confirmed=True)
    answer(office, needs_return_visit=False)


def take_up(office: Office) -> None:
    """A run begins wherever the record says."""
    for name, (begins, *steps) in TAKEN_UP.items():
        office.answers["complaint.start-case-run"] = ANSWERS["complaint.start-case-run"] | begins
        office.register(f"taken-up-{name}")
        for step in steps:
            step(office)
    begins = {"start_stage": "withdrawal"}
    office.answers["complaint.start-case-run"] = ANSWERS["complaint.start-case-run"] | begins
    office.register("taken-up-withdrawal")
    answer(office, needs_return_visit=False)
    office.answers["complaint.start-case-run"] = ANSWERS["complaint.start-case-run"]


def open_limit_alone(office: Office) -> None:
    """A limit of no stage begins after the archive; its watch begins by itself and ends with it."""
    office.clocks["alone"] = [("near", "near", HOUR), ("over", "over", HOUR), ("stopped", "none", 0)]
    office.say("complaint.limit-opened", "alone", clock_id="alone")
    for _ in range(2):
        office.pass_time(HOUR)


WALKS = [
    be_loud,
    be_calm,
    refuse,
    settle,
    propose,
    entrust,
    join,
    go_back,
    name_the_handler_at_once,
    withdraw,
    take_up,
    open_limit_alone,
]


@pytest.fixture
def walked(office: Office) -> Office:
    """An office in which every way was gone once."""
    for walk in WALKS:
        walk(office)
    for window in WINDOWS:
        use(window, office)
    return office


def test_the_tests_reach_every_element_and_flow(walked: Office) -> None:
    """C10: no drawn element is without a way to it, and all cases came to their end."""
    assert {process_id: unreached(walked, process_id) for process_id in PROCESSES} == {
        process_id: set() for process_id in PROCESSES
    }
    assert walked.leftovers() == []


def test_element_without_a_way_to_it_is_found(office: Office) -> None:
    """C10 probe."""
    office.register()
    walk_to_feedback(office)
    assert "End_CaseArchived" in unreached(office, "complaint")
    assert "Flow_RecordReturnVisitToIsReached" in unreached(office, "feedback")
