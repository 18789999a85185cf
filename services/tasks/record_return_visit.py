"""Form `record-return-visit`: whether the person was reached and how satisfied; no answer is 未评价, never satisfied."""

from sqlalchemy import func, select

from bpmn.names import FeedbackElement, FormId, ProcessId
from models.case.lifecycle import ClockKind, ClockStopReason
from models.case.return_visit import ReturnVisit
from models.ground.codes import FollowUp, Role
from models.ground.errors import InvalidInput
from services.access.own_work import find_visitors_bars
from services.beside.review.open_review import OpenReview, open_review, why_no_review
from services.casefile.redo_once import find_redo_bar
from services.clocks.stop_clock import stop_running_clock
from services.forms.task_case import Answers, EngineVariables, TaskCase, text_of
from services.tasks.user_task import UserTask

UNRATED = "unrated"
AGAIN = "again"
MAX_ATTEMPTS = 3
REVIEW_REASON = "对答复不满意，回访时申请复查。"


def context(case: TaskCase) -> Answers:
    """Which attempt this is."""
    return {"attempt": _count_attempts(case) + 1}


def apply(case: TaskCase, answers: Answers) -> EngineVariables:
    """Record the attempt; the return-visit limit ends unless the person is tried again.

    InvalidInput: LAST_ATTEMPT for a fourth one, a redo where none is open to the case.
    """
    attempt, is_reached = _count_attempts(case) + 1, text_of(answers, "reached") != "no"
    wants_again = not is_reached and text_of(answers, "next_attempt") == AGAIN
    follow_up = FollowUp(text_of(answers, "follow_up") or FollowUp.NONE)
    _check(case, attempt if wants_again else 0, follow_up)
    satisfaction = text_of(answers, "satisfaction")
    complaint, unit = case.complaint, case.unit
    unit.session.add(
        ReturnVisit(
            complaint_id=complaint.id,
            round=complaint.round,
            attempt=attempt,
            reached=is_reached,
            satisfaction=None if satisfaction == UNRATED else int(satisfaction),
            comment=text_of(answers, "comment") or None,
            follow_up=follow_up,
            way=text_of(answers, "way") or None,
            visited_by=case.actor.name,
            visited_at=unit.clock.now(),
        )
    )
    payload = {"attempt": attempt, "satisfaction": satisfaction, "follow_up": follow_up.value}
    unit.trail.add(complaint.id, "return_visit.recorded", payload, case.actor)
    if follow_up is FollowUp.REVIEW and why_no_review(complaint, unit) is None:
        reason = text_of(answers, "comment") or REVIEW_REASON
        open_review(OpenReview(reason), complaint, unit, case.actor)
    if wants_again:
        return {"wants_another_attempt": True, "wants_redo": False}
    stop_running_clock(complaint.id, ClockKind.RETURN_VISIT, ClockStopReason.VISITED, unit)
    return {"wants_another_attempt": False, "wants_redo": follow_up is FollowUp.REDO}


def _check(case: TaskCase, attempt_to_repeat: int, follow_up: FollowUp) -> None:
    if attempt_to_repeat >= MAX_ATTEMPTS:
        raise InvalidInput({"next_attempt": "LAST_ATTEMPT"})
    if follow_up is FollowUp.REDO and (code := find_redo_bar(case.complaint, case.unit)):
        raise InvalidInput({"follow_up": code})


def _count_attempts(case: TaskCase) -> int:
    complaint = case.complaint
    query = select(func.count()).where(
        ReturnVisit.complaint_id == complaint.id, ReturnVisit.round == complaint.round
    )
    return case.unit.session.scalar(query) or 0


TASK = UserTask(
    form=FormId.RECORD_RETURN_VISIT,
    process=ProcessId.FEEDBACK,
    element=FeedbackElement.USER_TASK_RECORD_RETURN_VISIT,
    roles=(Role.RETURN_VISIT,),
    find_bars=find_visitors_bars,
    limit=ClockKind.RETURN_VISIT,
    speaks_to_complainant=True,
    answers=frozenset({"reached", "satisfaction", "comment", "way", "next_attempt", "follow_up"}),
    required=frozenset({"satisfaction"}),
    outputs=frozenset({"wants_another_attempt", "wants_redo"}),
    context=context,
    apply=apply,
)
