"""Investigation and disposal on the core: plan, acts in parallel, findings, review, and the ways back."""

from __future__ import annotations

from tests.process.office import Office
from tests.process.walks import accept, decide_matters, decide_opinion, draft, find, investigate, plan


def test_every_planned_method_is_a_task_of_the_handler(office: Office) -> None:
    """The methods run side by side, each with its own record."""
    office.register()
    accept(office)
    office.submit("UserTask_PlanInvestigation", planned_methods=["interview", "documents", "site"])
    acts = office.tasks("UserTask_RecordInvestigationAct")
    assert [task.assignee for task in acts] == ["li"] * 3
    for _ in acts:
        assert not office.is_at("UserTask_RecordFindings")
        office.submit("UserTask_RecordInvestigationAct")
    assert office.is_at("UserTask_RecordFindings")


def test_plan_without_methods_leads_to_the_findings(office: Office) -> None:
    office.register()
    accept(office)
    plan(office)
    assert office.is_at("UserTask_RecordFindings")


def test_unclear_findings_lead_to_a_new_plan(office: Office) -> None:
    """R48: further investigation, in the same stage and under the same clock."""
    office.register()
    accept(office)
    plan(office, "interview")
    find(office, needs_further=True)
    assert office.is_at("UserTask_PlanInvestigation")
    investigate(office)
    assert office.is_at("UserTask_DraftOpinion")


def test_named_handler_is_not_named_again(office: Office) -> None:
    office.register()
    decide_matters(office, handler_id="wang")
    assert not office.has_passed("UserTask_AssignHandler")
    assert office.task("UserTask_PlanInvestigation").assignee == "wang"


def test_opinion_is_reviewed_when_the_policy_says_so(office: Office) -> None:
    """Review stands between drafting and approval, and may send back."""
    office.register()
    accept(office)
    investigate(office)
    draft(office, needs_review=True)
    office.submit("UserTask_ReviewOpinion", review_decision="return")
    assert office.is_at("UserTask_DraftOpinion")
    draft(office, needs_review=True)
    office.submit("UserTask_ReviewOpinion", review_decision="approve")
    assert office.is_at("UserTask_ApproveOpinion")


def test_opinion_sent_back_to_investigation_is_investigated_again(office: Office) -> None:
    """R48: a new investigation clock, the same handler."""
    office.register()
    accept(office)
    investigate(office)
    draft(office)
    decide_opinion(office, "investigate")
    assert office.task("UserTask_PlanInvestigation").assignee == "li"
    assert ("investigation-2", "within") in office.checked
    assert len(office.engine.started("investigation")) == 2
