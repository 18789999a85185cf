"""Form `record-return-visit`: how one visit went. No answer is 未评价 or 未取得评价, never satisfied."""

from sqlalchemy import select

from bpmn.names import FeedbackElement, FormId, ProcessId
from models.case.lifecycle import ClockKind, ClockStopReason
from models.case.return_visit import ReturnVisit
from models.clock.legal_time import as_iso, to_beijing
from models.ground.codes import FollowUp, Role
from models.ground.errors import InvalidInput, RuleRefused
from models.ground.ids import ComplaintId
from models.ground.provision_codes import ProvisionPurpose
from models.ground.ways import VisitResult, Way
from services.access.own_work import find_visitors_bars
from services.answer.end_waiting_visits import end_waiting_visits
from services.answer.visit_by_post import list_visit, subject_of
from services.answer.visit_tries import (
    CLOSE_WD,
    MAX_TRIES,
    POSTED,
    TRIES_WD,
    WRITTEN,
    Tries,
    end_after,
    read_tries,
    window_of,
)
from services.beside.review.open_review import OpenReview
from services.beside.review.refuse_review import ask_for_review, why_wait_for_review
from services.casefile.answer_sendings import awaits_answer
from services.casefile.group_share import find_closing_bar
from services.casefile.mail_number import find_fault, find_taken, tidy
from services.casefile.provided_on_platform import Written, record_on_platform
from services.casefile.redo_once import find_redo_bar
from services.clocks.open_clock import OpenClock, open_clock
from services.clocks.stop_clock import stop_running_clock
from services.forms.form_of_task import get_form_of
from services.forms.task_case import Answers, EngineVariables, TaskCase, text_of
from services.tasks.extract import Extract
from services.tasks.user_task import UserTask
from services.unit_of_work import Unit

UNRATED = "unrated"
AGAIN = "again"
YES, NO, SENT = "yes", "no", "sent"
REVIEW_REASON = "对答复不满意，回访时申请复查。"
ANSWER_ON_ITS_WAY = "ANSWER_ON_ITS_WAY"


def context(case: TaskCase) -> Answers:
    """Which attempt this is, whether the person can be called, and until when a message may be answered."""
    tries = _read(case)
    sent = tries.sent
    until = sent.answer_until if sent is not None else None
    return {
        "attempt": len(tries.visits) + 1,
        "can_be_called": tries.can_be_called,
        "answer_until": "" if until is None else to_beijing(until).strftime("%Y-%m-%d %H:%M"),
    }


def apply(case: TaskCase, answers: Answers) -> EngineVariables:
    """Record the attempt. The first one meets the limit of the visit and opens that of what is left to do.

    RuleRefused(ANSWER_ON_ITS_WAY) while only a letter tells the answer, RuleRefused(GROUP_BELOW_SHARE) while the file leads a
    group that too few are satisfied with. InvalidInput: a rating of somebody who was not
    reached, a call at the half-day of an earlier one, an end before its time, a redo where none is open to the case, a number
    that is none of the post's or another letter's.
    """
    complaint, unit = case.complaint, case.unit
    if awaits_answer(complaint, unit):
        raise RuleRefused(ANSWER_ON_ITS_WAY)
    tries, follow_up = _read(case), FollowUp(text_of(answers, "follow_up") or FollowUp.NONE)
    result = _result_of(answers)
    _check(case, answers, tries)
    if follow_up is FollowUp.REDO and (code := find_redo_bar(complaint, unit)):
        raise InvalidInput({"follow_up": code})
    visit = _record(case, answers, tries, result)
    if follow_up is FollowUp.REVIEW and why_wait_for_review(complaint, unit) is None:
        reason = text_of(answers, "comment") or REVIEW_REASON
        ask_for_review(OpenReview(reason), complaint, unit, case.actor)
    stop_running_clock(complaint.id, ClockKind.RETURN_VISIT, ClockStopReason.VISITED, unit)
    if result in (VisitResult.TRIED, VisitResult.SENT):
        _open_rest(case, visit, tries)
        return {"wants_another_attempt": True, "wants_redo": False}
    unit.session.flush()
    if follow_up is not FollowUp.REDO and (bar := find_closing_bar(complaint, unit)):
        raise RuleRefused(bar)
    return {"wants_another_attempt": False, "wants_redo": follow_up is FollowUp.REDO}


def _read(case: TaskCase) -> Tries:
    complaint = case.complaint
    visits = case.unit.session.scalars(
        select(ReturnVisit)
        .where(ReturnVisit.complaint_id == complaint.id, ReturnVisit.round == complaint.round)
        .order_by(ReturnVisit.attempt)
    )
    return read_tries(complaint, list(visits), case.unit)


def _result_of(answers: Answers) -> VisitResult:
    reached = text_of(answers, "reached")
    if reached == SENT:
        return VisitResult.SENT
    if reached == NO:
        wants_again = text_of(answers, "next_attempt") == AGAIN
        return VisitResult.TRIED if wants_again else VisitResult.UNANSWERED
    return VisitResult.RATED if _rating_of(answers) is not None else VisitResult.UNRATED


def _rating_of(answers: Answers) -> int | None:
    told = text_of(answers, "satisfaction")
    return None if told in ("", UNRATED) else int(told)


def _check(case: TaskCase, answers: Answers, tries: Tries) -> None:
    result = _result_of(answers)
    if text_of(answers, "reached") not in (NO, SENT):
        return
    errors: dict[str, str] = {}
    # Whoever was not reached has said nothing.
    if _rating_of(answers) is not None:
        errors["satisfaction"] = "NOT_REACHED"
    if text_of(answers, "is_solved"):
        errors["is_solved"] = "NOT_REACHED"
    if code := _find_fault(case, answers, tries):
        errors["reached" if code in ("SAME_HALF_DAY", "CALL_FIRST") else _field_of(result)] = code
    if result is VisitResult.SENT and (code := _find_number_fault(answers, case.unit)):
        errors["mail_no"] = code
    if errors:
        raise InvalidInput(errors)


def _find_number_fault(answers: Answers, unit: Unit) -> str | None:
    """Why its letter has no such number; without one it is left to the mail room."""
    number = tidy(text_of(answers, "mail_no"))
    if not number or text_of(answers, "way") not in POSTED:
        return None
    return find_fault(number) or ("MAIL_NO_TAKEN" if find_taken([number], unit) else None)


def _field_of(result: VisitResult) -> str:
    return "way" if result is VisitResult.SENT else "next_attempt"


def _find_fault(case: TaskCase, answers: Answers, tries: Tries) -> str | None:
    result = _result_of(answers)
    if result is VisitResult.SENT:
        if tries.can_be_called:
            return "CALL_FIRST"
        return None if text_of(answers, "way") in WRITTEN else "NOT_WRITTEN"
    if tries.sent is None and (code := tries.find_try_fault()):
        return code
    if result is VisitResult.TRIED:
        return "LAST_ATTEMPT" if len(tries.calls) + 1 >= MAX_TRIES else None
    code = tries.find_close_fault(case.unit)
    # A form of before written visits has no way to send one.
    return None if code == "WRITE_FIRST" and not _can_be_sent(case) else code


def _can_be_sent(case: TaskCase) -> bool:
    for field in get_form_of(case.task, case.unit).schema_json["components"]:
        if field.get("key") == "reached":
            return any(option["value"] == SENT for option in field["values"])
    return False


def _record(case: TaskCase, answers: Answers, tries: Tries, result: VisitResult) -> ReturnVisit:
    complaint, unit = case.complaint, case.unit
    way, solved = text_of(answers, "way"), text_of(answers, "is_solved")
    is_sent = result is VisitResult.SENT
    mail_no = tidy(text_of(answers, "mail_no")) or None
    # A letter may be answered from its posting on.
    is_to_post = is_sent and way in POSTED and mail_no is None
    visit = ReturnVisit(
        complaint_id=complaint.id,
        round=complaint.round,
        attempt=len(tries.visits) + 1,
        reached=result in (VisitResult.RATED, VisitResult.UNRATED),
        satisfaction=_rating_of(answers),
        is_solved=None if not solved else solved == YES,
        comment=text_of(answers, "comment") or None,
        follow_up=FollowUp(text_of(answers, "follow_up") or FollowUp.NONE),
        way=way or None,
        mail_no=mail_no,
        answer_until=end_after(unit.clock.now(), window_of(Way(way)), unit)
        if is_sent and not is_to_post
        else None,
        visited_by=case.actor.name,
        visited_at=unit.clock.now(),
        result=result,
    )
    unit.session.add(visit)
    if is_sent and way == Way.PLATFORM:
        _note_platform(visit, case)
    _tell(visit, case)
    if result is not VisitResult.TRIED:
        # Who was called in vain may still be asked by the letter that waits.
        end_waiting_visits(complaint.id, unit, case.actor)
    if is_sent and way in POSTED:
        list_visit(visit, unit, case.actor)
    return visit


def _tell(visit: ReturnVisit, case: TaskCase) -> None:
    payload = {
        "attempt": visit.attempt,
        "result": visit.result.value if visit.result is not None else None,
        "satisfaction": visit.satisfaction,
        "is_solved": visit.is_solved,
        "answer_until": as_iso(visit.answer_until) if visit.answer_until is not None else None,
        "follow_up": visit.follow_up.value if visit.follow_up is not None else None,
    }
    case.unit.trail.add(case.complaint.id, "return_visit.recorded", payload, case.actor)


def _note_platform(visit: ReturnVisit, case: TaskCase) -> None:
    what = f"visit:{visit.complaint_id}:{subject_of(visit)}"
    record_on_platform(Written(what, visit.complaint_id, ProvisionPurpose.NOTICE), case.unit, case.actor)


def _open_rest(case: TaskCase, visit: ReturnVisit, tries: Tries) -> None:
    """The limit of the last try, or of closing a message that nobody answers."""
    first = tries.calls[0].visited_at if tries.calls else visit.visited_at
    days = TRIES_WD
    if visit.result is VisitResult.SENT:
        first, days = visit.visited_at, window_of(Way(visit.way or "")) + CLOSE_WD
    command = OpenClock(
        ComplaintId(case.complaint.id), ClockKind.RETURN_VISIT, case.complaint.round, first, amount=days
    )
    open_clock(command, case.unit)


TASK = UserTask(
    form=FormId.RECORD_RETURN_VISIT,
    process=ProcessId.FEEDBACK,
    element=FeedbackElement.USER_TASK_RECORD_RETURN_VISIT,
    roles=(Role.RETURN_VISIT,),
    find_bars=find_visitors_bars,
    limit=ClockKind.RETURN_VISIT,
    speaks_to_complainant=True,
    answers=frozenset(
        {
            "reached",
            "next_attempt",
            "is_solved",
            "satisfaction",
            "follow_up",
            "way",
            "mail_no",
            "comment",
        }
    ),
    required=frozenset({"reached"}),
    outputs=frozenset({"wants_another_attempt", "wants_redo"}),
    extract=(Extract.REACHING, Extract.ANSWER, Extract.CLAIMS, Extract.VISITS, Extract.ASKED),
    context=context,
    apply=apply,
)
