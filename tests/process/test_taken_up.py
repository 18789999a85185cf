"""A run begins where the record says: nobody is asked again for what is on file, and the work goes on from there."""

from __future__ import annotations

from typing import Any

import pytest

from engine.state.user_task import UserTask
from tests.process.answers import ANSWERS
from tests.process.office import Office
from tests.process.taken_up import NOTHING_LEFT, TAKEN_UP
from tests.process.walks import (
    accept,
    answer,
    decide_matters,
    decide_opinion,
    decide_redo,
    dispose,
    draft,
    find,
    investigate,
    refer_matters,
    send_answer,
    visit,
)


def begin(office: Office, **begins: Any) -> int:
    """A run that is told this begins."""
    office.answers["complaint.start-case-run"] = ANSWERS["complaint.start-case-run"] | begins
    return office.register()


def open_tasks(office: Office) -> list[str]:
    return sorted(task.element_id for task in office.engine.open(UserTask))


@pytest.mark.parametrize("task", TAKEN_UP)
def test_run_begins_at_the_task_that_is_due(office: Office, task: str) -> None:
    """OW-12: the first task is the one that the lost run was waiting at, and the case comes to its archive."""
    begins, *steps = TAKEN_UP[task]
    key = begin(office, **begins)
    assert open_tasks(office) == [task]
    for step in steps:
        step(office)
    assert (office.engine.state(key), office.archived, office.leftovers()) == ("COMPLETED", ["c1"], [])


@pytest.mark.parametrize("left", NOTHING_LEFT)
def test_run_with_nothing_left_archives_at_once(office: Office, left: str) -> None:
    office.clocks["feedback"] = [("stopped", "none", 0)]
    begin(office, **NOTHING_LEFT[left])
    assert (office.archived, office.leftovers()) == (["c1"], [])


def test_run_whose_answer_waits_for_the_post_goes_on_until_it_is_sent(office: Office) -> None:
    """Its limit is watched again, and the file stays open."""
    begin(office, **NOTHING_LEFT["answered without a visit"])
    assert (open_tasks(office), office.archived, office.is_at("Call_WatchFeedback")) == ([], [], True)
    send_answer(office)
    assert (office.archived, office.leftovers()) == (["c1"], [])


def test_confirmed_withdrawal_is_concluded_without_asking_again(office: Office) -> None:
    key = begin(office, start_stage="withdrawal")
    assert open_tasks(office) == ["UserTask_GiveAnswer"]
    assert office.engine.started("intake") == []
    answer(office, needs_return_visit=False)
    assert (office.engine.state(key), office.archived) == ("COMPLETED", ["c1"])


def test_matters_at_two_stages_go_on_side_by_side(office: Office) -> None:
    """One is out at another authority, the other stands at the opinion; the answer waits for both."""
    signed = {"complaint_id": "c1", "is_open": True, "is_own_unit": False, "may_object": True} | {
        "referral_answer": "signed", "needs_result": True, "result_clock_id": "result", "arbitration_clock_id": None,
        "sign_off_clock_id": "sign-off", "objection_ends_at": office.moment(0),
    }  # fmt: skip
    office.answers["complaint.prepare-referral"] = signed
    handled, *_ = TAKEN_UP["UserTask_ApproveOpinion"]
    begin(office, **{**handled, "referral_ids": ["r1"]})
    assert open_tasks(office) == ["UserTask_ApproveOpinion"]
    assert office.is_at("Wait_ReferralResult")
    decide_opinion(office)
    assert open_tasks(office) == []
    office.say("complaint.referral-result-received", "r1")
    assert open_tasks(office) == ["UserTask_GiveAnswer"]


def test_run_that_only_waits_for_another_authority_asks_nobody(office: Office) -> None:
    """What comes back from there is decided in intake, and then investigated: nothing is skipped a second time."""
    office.answers["complaint.conclude-handling"] = {
        **ANSWERS["complaint.conclude-handling"], "has_returned": True,
    }  # fmt: skip
    begin(office, start_stage="referral", outcome="referred", referral_ids=["r1"])
    office.answers["complaint.conclude-handling"] = ANSWERS["complaint.conclude-handling"]
    assert open_tasks(office) == ["UserTask_DecideAcceptance"]
    accept(office)
    assert open_tasks(office) == ["UserTask_PlanInvestigation"]


@pytest.mark.parametrize("task", ["UserTask_ApproveOpinion", "UserTask_DraftOpinion"])
def test_opinion_that_is_sent_back_is_drafted_and_investigated_anew(office: Office, task: str) -> None:
    """Where the run began is forgotten with the first step: later rounds skip nothing."""
    begins, *_ = TAKEN_UP[task]
    begin(office, **begins)
    for decision in ("return", "investigate"):
        if office.is_at("UserTask_DraftOpinion"):
            draft(office)
        decide_opinion(office, decision)
    assert open_tasks(office) == ["UserTask_PlanInvestigation"]
    investigate(office)
    assert open_tasks(office) == ["UserTask_DraftOpinion"]


def test_further_investigation_is_planned_anew(office: Office) -> None:
    begins, *_ = TAKEN_UP["UserTask_RecordFindings"]
    begin(office, **begins)
    find(office, needs_further=True)
    assert open_tasks(office) == ["UserTask_PlanInvestigation"]


def test_redo_after_a_visit_goes_through_the_whole_handling(office: Office) -> None:
    begins, *_ = TAKEN_UP["UserTask_DecideRedo"]
    key = begin(office, **begins)
    decide_redo(office, is_redo=True)
    assert open_tasks(office) == ["UserTask_PlanInvestigation"]
    investigate(office)
    dispose(office)
    assert open_tasks(office) == ["UserTask_GiveAnswer"]
    answer(office)
    visit(office)
    assert (office.engine.state(key), office.archived) == ("COMPLETED", ["c1"])


def test_matters_that_come_back_are_investigated_though_the_run_began_at_the_opinion(office: Office) -> None:
    begins, *_ = TAKEN_UP["UserTask_ApproveOpinion"]
    begin(office, **begins)
    office.answers["complaint.conclude-handling"] = {
        **ANSWERS["complaint.conclude-handling"], "has_returned": True,
    }  # fmt: skip
    decide_opinion(office)
    decide_matters(office)
    assert open_tasks(office) == ["UserTask_AssignHandler"]


def test_case_that_nobody_handles_here_is_not_investigated(office: Office) -> None:
    begin(office)
    refer_matters(office, "r1")
    assert open_tasks(office) == ["UserTask_GiveAnswer"]
