"""What people do at the tasks of the five stages, in the words of the tests. Asserts nothing."""

from __future__ import annotations

from typing import Any

from tests.process.office import Office

ACCEPTED: dict[str, Any] = {
    "outcome": "accepted",
    "handler_id": None,
    "resolve_clock_id": "resolve",
    "investigation_clock_id": "investigation",
    "feedback_clock_id": None,
    "needs_answer_task": None,
    "has_accepted": True,
    "referral_ids": [],
    "has_undecided": False,
    "is_on_spot": False,
}


def decide_matters(office: Office, **other: Any) -> None:
    """Intake decides; all matters are accepted unless told otherwise."""
    office.submit("UserTask_DecideAcceptance", **{**ACCEPTED, **other})


def refer_matters(office: Office, *referral_ids: str) -> None:
    """Intake transfers every matter."""
    decide_matters(
        office,
        outcome="referred",
        has_accepted=False,
        referral_ids=list(referral_ids),
        resolve_clock_id=None,
        investigation_clock_id=None,
    )


def refuse_matters(office: Office, *, needs_answer_task: bool) -> None:
    """Intake refuses every matter."""
    decide_matters(
        office,
        outcome="refused",
        handler_id="li",
        has_accepted=False,
        resolve_clock_id=None,
        investigation_clock_id=None,
        feedback_clock_id="feedback",
        needs_answer_task=needs_answer_task,
    )


def accept(office: Office) -> None:
    """Intake accepts, and names the handler."""
    decide_matters(office)
    office.submit("UserTask_AssignHandler", handler_id="li")


def plan(office: Office, *methods: str) -> None:
    """The handler plans, and records an act for every method."""
    office.submit("UserTask_PlanInvestigation", planned_methods=list(methods))
    for _ in methods:
        office.submit("UserTask_RecordInvestigationAct")


def find(office: Office, *, needs_further: bool = False) -> None:
    """The handler records the findings."""
    office.submit("UserTask_RecordFindings", needs_further_investigation=needs_further)


def investigate(office: Office) -> None:
    """The whole investigation by the named handler."""
    plan(office, "interview")
    find(office)


def draft(office: Office, *, needs_review: bool = False) -> None:
    """The handler drafts an opinion."""
    office.submit("UserTask_DraftOpinion", needs_review=needs_review)


def decide_opinion(office: Office, decision: str = "approve") -> None:
    """The opinion is decided on."""
    office.submit(
        "UserTask_ApproveOpinion",
        opinion_decision=decision,
        investigation_clock_id="investigation-2" if decision == "investigate" else None,
        feedback_clock_id="feedback" if decision == "approve" else None,
        needs_answer_task=decision == "approve" or None,
    )


def dispose(office: Office) -> None:
    """An opinion is drafted and approved."""
    draft(office)
    decide_opinion(office)


def answer(office: Office, *, needs_return_visit: bool = True, survey_id: str = "survey") -> None:
    """The complainant is told, at once."""
    write_answer(office, needs_return_visit=needs_return_visit, survey_id=survey_id)
    send_answer(office)


def write_answer(office: Office, *, needs_return_visit: bool = True, survey_id: str = "survey") -> None:
    """The answer is written, and waits for the post."""
    office.submit(
        "UserTask_GiveAnswer",
        needs_return_visit=needs_return_visit,
        return_visit_clock_id="return-visit" if needs_return_visit else None,
        survey_id=survey_id if needs_return_visit else None,
    )


def send_answer(office: Office, clock_id: str = "feedback") -> None:
    """Its sending is on record, which stops its limit."""
    office.clocks[clock_id] = [("stopped", "none", 0)]
    office.change_clock(clock_id)


def visit(office: Office, *, again: bool = False, wants_redo: bool = False) -> None:
    """A return visit is recorded."""
    office.submit("UserTask_RecordReturnVisit", wants_another_attempt=again, wants_redo=wants_redo)


def decide_redo(office: Office, *, is_redo: bool) -> None:
    """Somebody decides whether the case is handled again, and by whom."""
    office.submit(
        "UserTask_DecideRedo",
        is_redo=is_redo,
        round=2 if is_redo else 1,
        handler_id="wang" if is_redo else "li",
        resolve_clock_id="resolve-2" if is_redo else None,
        investigation_clock_id="investigation-3" if is_redo else None,
    )


def walk_to_intake(office: Office) -> None:
    """The decision on acceptance is open."""


def walk_to_investigation(office: Office) -> None:
    accept(office)


def walk_to_disposal(office: Office) -> None:
    accept(office)
    investigate(office)


def walk_to_feedback(office: Office) -> None:
    walk_to_disposal(office)
    dispose(office)


def walk_to_return_visit(office: Office) -> None:
    walk_to_feedback(office)
    answer(office)
