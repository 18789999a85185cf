"""Intake on the core: suggestions by the decisions, matters left undecided, and matters settled on the spot."""

from __future__ import annotations

from typing import Any

import pytest

from tests.process.answers import ANSWERS
from tests.process.office import Office
from tests.process.walks import ACCEPTED, answer, decide_matters, refer_matters

FACTS = ANSWERS["complaint.prepare-triage"]


@pytest.mark.parametrize(
    ("facts", "suggested"),
    [
        ({}, ("buck_passing", "normal", "intervene", "BD", "normal")),
        (
            {"channel": "window", "category_hint": "bad_attitude", "claim_count": 1},
            ("bad_attitude", "normal", "on_spot", "BD", "simple"),
        ),
        (
            {"category_hint": "rights_harmed", "unit_count": 2, "respondent_unit": "SJ"},
            ("rights_harmed", "serious", "intervene", "SJ", "complex"),
        ),
        (
            {"category_hint": "suggestion", "claim_count": 1, "item_duty": "GA-002"},
            ("suggestion", "normal", "suggestion", "GA", "simple"),
        ),
        (
            {"is_urgent_hint": True, "respondent_area": None, "claim_count": 5},
            ("buck_passing", "urgent", "intervene", "YH-TS", "complex"),
        ),
        (
            {"category_hint": "rights_harmed", "claim_count": 2},
            ("rights_harmed", "serious", "intervene", "BD", "complex"),
        ),
        (
            {"category_hint": "rights_harmed", "claim_count": 1},
            ("rights_harmed", "serious", "intervene", "BD", "normal"),
        ),
        (
            {"category_hint": "retaliation", "claim_count": 1},
            ("retaliation", "serious", "intervene", "BD", "complex"),
        ),
    ],
)
def test_decisions_suggest_and_nobody_is_bound(
    office: Office, facts: dict[str, Any], suggested: tuple[str, ...]
) -> None:
    """R120, R9, DM-23, ST-23: category, severity, route, unit and time-limit class are suggestions for the person who decides."""
    office.answers["complaint.prepare-triage"] = {**FACTS, **facts}
    office.register()
    (taken,) = office.taken("complaint.record-suggestion")
    kinds = ("category", "severity", "route", "unit", "complexity")
    assert tuple(taken[f"suggested_{kind}"] for kind in kinds) == suggested
    assert taken["complaint_id"] == "c1"
    assert office.is_at("UserTask_DecideAcceptance")


def test_undecided_matters_bring_the_task_back(office: Office) -> None:
    """Part of the matters is decided now, the rest after the supplement."""
    office.register()
    decide_matters(office, has_undecided=True)
    assert office.is_at("UserTask_DecideAcceptance")
    assert not office.is_at("Call_Investigation")
    decide_matters(office)
    assert office.is_at("Call_Investigation")


def test_matter_settled_on_the_spot_needs_no_answer_task(office: Office) -> None:
    key = office.register()
    decide_matters(office, is_on_spot=True)
    office.submit(
        "UserTask_SettleOnSpot",
        outcome="settled",
        handler_id="li",
        feedback_clock_id=None,
        needs_answer_task=False,
        has_accepted=False,
        resolve_clock_id=None,
        investigation_clock_id=None,
    )
    assert (office.engine.state(key), office.archived) == ("COMPLETED", ["c1"])
    assert not office.has_passed("Call_Investigation")
    assert office.leftovers() == []


def test_matter_not_settled_on_the_spot_is_investigated(office: Office) -> None:
    office.register()
    decide_matters(office, is_on_spot=True)
    office.submit(
        "UserTask_SettleOnSpot",
        outcome="accepted",
        handler_id="li",
        feedback_clock_id=None,
        needs_answer_task=None,
        has_accepted=True,
        resolve_clock_id="resolve",
        investigation_clock_id="investigation",
    )
    assert office.task("UserTask_PlanInvestigation").assignee == "li"


def test_transferred_matters_need_no_investigation(office: Office) -> None:
    key = office.register()
    refer_matters(office, "r1", "r2")
    assert [taken["referral_id"] for taken in office.taken("complaint.prepare-referral")] == ["r1", "r2"]
    assert not office.has_passed("Call_Investigation")
    assert office.running_watches() != [], "the answer is watched"
    answer(office, needs_return_visit=False)
    assert office.engine.state(key) == "COMPLETED"
    assert office.leftovers() == []


def test_a_proposed_decision_waits_for_its_approval_and_goes_on_with_it(office: Office) -> None:
    """DM-7, DM-34: the acceptance is watched on until somebody else has approved."""
    office.register()
    decide_matters(office, needs_approval=True)
    assert office.is_at("UserTask_ApproveAcceptance")
    assert office.is_at("Call_WatchAcceptance")
    assert not office.is_at("Call_Investigation")
    office.submit("UserTask_ApproveAcceptance", **ACCEPTED, is_approved=True)
    assert office.is_at("Call_Investigation")


def test_a_proposed_decision_that_is_sent_back_is_decided_anew(office: Office) -> None:
    """W10: sent back, and decided otherwise."""
    office.register()
    decide_matters(office, needs_approval=True)
    office.submit("UserTask_ApproveAcceptance", is_approved=False, has_undecided=True)
    assert office.is_at("UserTask_DecideAcceptance")
    assert not office.is_at("UserTask_ApproveAcceptance")
    decide_matters(office, needs_approval=False)
    assert office.is_at("Call_Investigation")


def test_a_settlement_with_discipline_waits_for_its_approval(office: Office) -> None:
    """DM-7: sent back it is settled anew; approved it ends the intake."""
    key = office.register()
    decide_matters(office, is_on_spot=True)
    settled = {"outcome": "settled", "handler_id": "li", "needs_answer_task": False, "has_accepted": False}
    office.submit("UserTask_SettleOnSpot", needs_approval=True)
    office.submit("UserTask_ApproveSettlement", is_approved=False)
    assert office.is_at("UserTask_SettleOnSpot")
    office.submit("UserTask_SettleOnSpot", needs_approval=True)
    office.submit("UserTask_ApproveSettlement", **settled, is_approved=True)
    assert (office.engine.state(key), office.archived) == ("COMPLETED", ["c1"])
