"""Form `approve-opinion`: approves the opinion (办结) or sends it back to drafting with a reason."""

from models.errors import InvalidInput
from models.ids import ComplaintId
from models.lifecycle import ClockKind, DecisionKind, Stage
from services.casefile.decisions import NewDecision, record_decision
from services.casefile.stop_running_clock import stop_running_clock
from services.clocks.open_clock import OpenClock, open_clock
from services.lifecycle import move_stage
from services.tasks.task_case import Answers, EngineVariables, TaskCase, text_of

ANSWERS = frozenset({"opinion_decision", "comment"})
OUTPUTS = frozenset({"opinion_decision", "feedback_clock_id", "needs_answer_task"})

APPROVE = "approve"
RETURN = "return"


def context(case: TaskCase) -> Answers:
    """Nothing is filled in beforehand; the opinion itself stands in the case file beside the form."""
    return {}


def apply(case: TaskCase, answers: Answers) -> EngineVariables:
    """Approve or send back; InvalidInput on `comment` for sending back without a reason."""
    comment = text_of(answers, "comment")
    if text_of(answers, "opinion_decision") == RETURN:
        return _send_back(case, comment)
    complaint = case.complaint
    content = {"comment": comment}
    record_decision(
        NewDecision(complaint.id, DecisionKind.APPROVAL, complaint.round, content), case.unit, case.actor
    )
    # The resolve limit is met by the approved opinion; the answer has a limit of its own.
    stop_running_clock(complaint.id, ClockKind.RESOLVE, "opinion_approved", case.unit)
    clock = open_clock(
        case.unit,
        OpenClock(ComplaintId(complaint.id), ClockKind.FEEDBACK, complaint.round, case.unit.clock.now()),
    )
    move_stage(complaint, Stage.FEEDBACK, case.unit, case.actor)
    return {"opinion_decision": APPROVE, "feedback_clock_id": clock.id, "needs_answer_task": True}


def _send_back(case: TaskCase, comment: str) -> EngineVariables:
    if not comment:
        raise InvalidInput({"comment": "REQUIRED"})
    case.unit.trail.add(
        case.complaint.id, "opinion.returned", {"round": case.complaint.round, "reason": comment}, case.actor
    )
    return {"opinion_decision": RETURN, "feedback_clock_id": None, "needs_answer_task": False}
