"""The stages of a complaint on the core: matters that go different ways, side work, withdrawal and redo."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.engine.driver import DAY
from tests.process.answers import ANSWERS
from tests.process.office import Office
from tests.process.walks import (
    accept,
    answer,
    decide_matters,
    decide_redo,
    dispose,
    find,
    investigate,
    plan,
    refer_matters,
    visit,
    walk_to_disposal,
    walk_to_feedback,
    walk_to_intake,
    walk_to_investigation,
    walk_to_return_visit,
)
from tests.process.windows import WINDOWS

BEFORE_APPROVAL = [walk_to_intake, walk_to_investigation, walk_to_disposal]
HANDLED = ANSWERS["complaint.conclude-handling"]


def let_referrals_wait(office: Office) -> None:
    """Every referral is signed by a unit of the centre, and its result is awaited."""
    office.answers["complaint.prepare-referral"] = {
        "complaint_id": "c1",
        "is_open": True,
        "is_own_unit": True,
        "sign_off_clock_id": None,
        "objection_ends_at": office.moment(DAY),
        "may_object": True,
    }


def sign(office: Office) -> None:
    office.submit("UserTask_SignReferral", referral_answer="signed", needs_result=False, result_clock_id=None)


@pytest.mark.parametrize("is_referral_last", [True, False])
def test_accepted_and_transferred_matters_run_side_by_side(office: Office, is_referral_last: bool) -> None:
    """One answer, after both ways have come to their end."""
    let_referrals_wait(office)
    key = office.register()
    decide_matters(office, handler_id="li", referral_ids=["r1"])
    ways: list[Callable[[Office], None]] = [sign, lambda at: (investigate(at), dispose(at))[0]]
    for way in reversed(ways) if is_referral_last else ways:
        assert office.taken("complaint.conclude-handling") == []
        way(office)
    assert office.taken("complaint.conclude-handling") == [{"complaint_id": "c1", "round": 1}]
    answer(office, needs_return_visit=False)
    assert office.engine.state(key) == "COMPLETED"
    assert office.leftovers() == []


def test_returned_transfer_is_decided_again(office: Office) -> None:
    """R35: its matters are undecided again, under an acceptance clock with the old start."""
    office.answers["complaint.conclude-handling"] = {
        **HANDLED,
        "has_returned": True,
        "acceptance_clock_id": "acceptance-2",
    }
    office.register()
    refer_matters(office, "r1")
    assert office.is_at("UserTask_DecideAcceptance")
    assert ("acceptance-2", "within") in office.checked
    office.answers["complaint.conclude-handling"] = HANDLED
    decide_matters(office, handler_id="li", resolve_clock_id="resolve")
    walk_on = (investigate, dispose)
    for step in walk_on:
        step(office)
    assert office.is_at("UserTask_GiveAnswer")


def test_case_without_anything_left_goes_to_the_answer(office: Office) -> None:
    """A case merged into another has nothing to handle, and is still told."""
    office.register()
    decide_matters(office, outcome="merged", has_accepted=False, handler_id="li", needs_answer_task=True)
    assert office.is_at("UserTask_GiveAnswer")
    assert not office.has_passed("Gateway_ForkHandling")


@pytest.mark.parametrize("reach", BEFORE_APPROVAL)
def test_confirmed_withdrawal_ends_the_stages_and_is_answered(
    office: Office, reach: Callable[[Office], None]
) -> None:
    """Whatever runs below ends with the stages; answer and archive still run."""
    key = office.register()
    reach(office)
    WINDOWS[0 if reach is walk_to_intake else 2].open(office, "q1")
    office.say("complaint.withdrawal-requested", "c1", withdrawal_id="w1")
    office.submit("UserTask_VerifyWithdrawal", is_confirmed=True)
    assert office.taken("complaint.conclude-withdrawal") == [{"complaint_id": "c1", "round": 1}]
    assert {row.process_id for row in office.running_watches()} == {"deadline-watch"}
    answer(office, needs_return_visit=False)
    assert (office.engine.state(key), office.archived) == ("COMPLETED", ["c1"])
    assert office.leftovers() == []


def test_unconfirmed_withdrawal_changes_nothing(office: Office) -> None:
    """The work goes on beside it, and the complainant may ask again."""
    office.register()
    accept(office)
    office.say("complaint.withdrawal-requested", "c1", withdrawal_id="w1")
    assert office.is_at("UserTask_PlanInvestigation")
    office.submit("UserTask_VerifyWithdrawal", is_confirmed=False)
    assert office.is_at("UserTask_PlanInvestigation")
    office.say("complaint.withdrawal-requested", "c1", withdrawal_id="w2")
    assert office.is_at("UserTask_VerifyWithdrawal")


def test_stages_that_end_end_the_open_withdrawal(office: Office) -> None:
    """An approved opinion is not withdrawn from any more."""
    office.register()
    walk_to_disposal(office)
    office.say("complaint.withdrawal-requested", "c1", withdrawal_id="w1")
    dispose(office)
    assert not office.is_at("UserTask_VerifyWithdrawal")
    assert office.is_at("UserTask_GiveAnswer")


def test_transfer_opened_during_the_work_runs_beside_it(office: Office) -> None:
    """By message, as often as needed; each with its own id."""
    office.register()
    accept(office)
    office.say("complaint.referral-opened", "c1", referral_id="r1")
    office.say("complaint.referral-opened", "c1", referral_id="r2")
    assert [taken["referral_id"] for taken in office.taken("complaint.prepare-referral")] == ["r1", "r2"]
    assert office.is_at("UserTask_PlanInvestigation")


def test_extension_asked_for_during_the_work_runs_beside_it(office: Office) -> None:
    """Asking stops nothing."""
    office.register()
    accept(office)
    office.say("complaint.extension-requested", "c1", extension_id="x1")
    assert [taken["extension_id"] for taken in office.taken("complaint.prepare-extension")] == ["x1"]
    assert office.is_at("UserTask_PlanInvestigation")


def test_failed_visit_is_tried_again(office: Office) -> None:
    office.register()
    walk_to_return_visit(office)
    visit(office, again=True)
    visit(office)
    assert office.archived == ["c1"]


@pytest.mark.parametrize("is_early", [True, False])
def test_rating_of_the_complainant_replaces_the_visit(office: Office, is_early: bool) -> None:
    """R64: whichever comes first, the message waits for the task."""
    office.register()
    walk_to_feedback(office)
    if is_early:
        office.say("complaint.rated", "survey", wants_redo=False)
    answer(office)
    if not is_early:
        office.say("complaint.rated", "survey", wants_redo=False)
    assert office.archived == ["c1"]
    assert office.leftovers() == []


def test_redo_is_a_new_round_in_the_same_run(office: Office) -> None:
    """R65: by another handler under new clocks; intake is not asked again."""
    key = office.register()
    walk_to_return_visit(office)
    office.say("complaint.rated", "survey", wants_redo=True)
    decide_redo(office, is_redo=True)
    assert office.task("UserTask_PlanInvestigation").assignee == "wang"
    assert {"resolve-2", "investigation-3"} <= {clock for clock, _ in office.checked}
    office.answers["complaint.conclude-handling"] = {**HANDLED, "handler_id": "wang"}
    plan(office)
    find(office)
    dispose(office)
    assert office.taken("complaint.conclude-handling")[-1] == {"complaint_id": "c1", "round": 2}
    answer(office, survey_id="survey-2")
    visit(office, wants_redo=True)
    decide_redo(office, is_redo=False)
    assert (office.engine.state(key), office.archived) == ("COMPLETED", ["c1"])
    assert len(office.engine.started("intake")) == 1
    assert office.leftovers() == []
