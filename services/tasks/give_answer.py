"""Form `give-answer`: the answer with its three mandatory parts and a line for each claim; it shows at the query code."""

from models.case.complaint import Complaint
from models.case.lifecycle import ClockKind, ClockStopReason, Outcome, Stage
from models.ground.codes import Channel, IdentityKind, Route
from models.ground.ids import ComplaintId
from services.answer.open_survey import open_survey
from services.answer.publish_answer import AnswerParts, propose_parts, publish_answer
from services.case.lifecycle import move_stage
from services.clocks.open_clock import OpenClock, open_clock
from services.clocks.stop_clock import stop_running_clock
from services.forms.task_case import Answers, EngineVariables, TaskCase, text_of, texts_of

ANSWERS = frozenset({"findings_text", "decision_text", "measures_text", "ways", "delivery_note"})
OUTPUTS = frozenset({"needs_return_visit", "return_visit_clock_id", "survey_id"})

# Somebody was at work on these, so the complainant is asked how it was.
VISITED_OUTCOMES = frozenset({Outcome.ACCEPTED, Outcome.REFERRED})
# Whoever wrote there without a name still has an account that can be asked.
ACCOUNT_CHANNELS = frozenset({Channel.CHAT, Channel.SOCIAL})


def context(case: TaskCase) -> Answers:
    """A proposal made from the file."""
    parts = propose_parts(case)
    return {
        "findings_text": parts.findings_text,
        "decision_text": parts.decision_text,
        "measures_text": parts.measures_text,
    }


def apply(case: TaskCase, answers: Answers) -> EngineVariables:
    """Publish the answer; a return visit follows for a handled complaint, no suggestion, of who can be reached."""
    complaint, unit = case.complaint, case.unit
    parts = AnswerParts(
        findings_text=text_of(answers, "findings_text"),
        decision_text=text_of(answers, "decision_text"),
        measures_text=text_of(answers, "measures_text"),
        ways=tuple(texts_of(answers, "ways")),
        delivery_note=text_of(answers, "delivery_note"),
    )
    publish_answer(case, parts)
    stop_running_clock(complaint.id, ClockKind.FEEDBACK, ClockStopReason.ANSWERED, unit)
    if complaint.outcome not in VISITED_OUTCOMES:
        return {"needs_return_visit": False, "return_visit_clock_id": None, "survey_id": None}
    survey = open_survey(complaint, unit)
    if complaint.route is Route.SUGGESTION or not _can_be_reached(complaint):
        return {"needs_return_visit": False, "return_visit_clock_id": None, "survey_id": survey.id}
    command = OpenClock(ComplaintId(complaint.id), ClockKind.RETURN_VISIT, complaint.round, unit.clock.now())
    clock = open_clock(command, unit)
    move_stage(complaint, Stage.RETURN_VISIT, unit, case.actor)
    return {"needs_return_visit": True, "return_visit_clock_id": clock.id, "survey_id": survey.id}


def _can_be_reached(complaint: Complaint) -> bool:
    return complaint.identity_kind is IdentityKind.REAL_NAME or complaint.channel in ACCOUNT_CHANNELS
