"""Form `give-answer`: the answer with its three mandatory parts and a line for each matter; it shows at the query code."""

from bpmn.names import FeedbackElement, FormId, ProcessId
from models.case.complaint import Complaint
from models.case.lifecycle import ClockKind, ClockStopReason, Outcome, Stage
from models.ground.codes import Channel, IdentityKind, Role, Route
from models.ground.ids import ComplaintId
from services.answer.open_survey import open_survey
from services.answer.publish_answer import AnswerParts, propose_parts, publish_answer
from services.case.lawful_end import Lack
from services.case.lifecycle import move_stage
from services.clocks.open_clock import OpenClock, open_clock
from services.clocks.stop_clock import stop_running_clock
from services.forms.task_case import Answers, EngineVariables, TaskCase, text_of, texts_of
from services.tasks.user_task import NeededByLaw, UserTask

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


TASK = UserTask(
    form=FormId.GIVE_ANSWER,
    process=ProcessId.FEEDBACK,
    element=FeedbackElement.USER_TASK_GIVE_ANSWER,
    roles=(Role.INVESTIGATOR, Role.INTAKE),
    is_handlers=True,
    limit=ClockKind.FEEDBACK,
    law=NeededByLaw("投诉人得不到答复", "GB/T 36113-2018 7.5", supplies=frozenset({Lack.ANSWER_MISSING})),
    speaks_to_complainant=True,
    answers=frozenset({"findings_text", "decision_text", "measures_text", "ways", "delivery_note"}),
    required=frozenset({"decision_text", "findings_text", "measures_text", "ways"}),
    outputs=frozenset({"needs_return_visit", "return_visit_clock_id", "survey_id"}),
    context=context,
    apply=apply,
)
