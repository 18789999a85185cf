"""Form `give-answer`: the answer with its three mandatory parts and a line for each claim; it shows at the query code."""

from models.answer import Answer
from models.codes import IdentityKind
from models.ids import ComplaintId
from models.lifecycle import ClockKind, Outcome, Stage
from services.casefile.get_case import list_claims
from services.casefile.stop_running_clock import stop_running_clock
from services.clocks.open_clock import OpenClock, open_clock
from services.lifecycle import move_stage
from services.tasks.answer_wording import propose_decision, propose_findings, propose_measures
from services.tasks.refused_answer import refused_lines
from services.tasks.task_case import Answers, EngineVariables, TaskCase, text_of, texts_of

ANSWERS = frozenset({"findings_text", "decision_text", "measures_text", "ways", "delivery_note"})
OUTPUTS = frozenset({"needs_return_visit", "return_visit_clock_id"})


def context(case: TaskCase) -> Answers:
    """A proposal made from the file."""
    claims = list_claims(case.complaint.id, case.unit)
    return {
        "findings_text": propose_findings(claims),
        "decision_text": propose_decision(claims),
        "measures_text": propose_measures(claims),
    }


def apply(case: TaskCase, answers: Answers) -> EngineVariables:
    """Publish the answer; a return visit follows for a handled complaint with a name to visit."""
    complaint, unit = case.complaint, case.unit
    now = unit.clock.now()
    unit.session.add(
        Answer(
            complaint_id=complaint.id,
            round=complaint.round,
            findings_text=text_of(answers, "findings_text"),
            decision_text=text_of(answers, "decision_text"),
            measures_text=text_of(answers, "measures_text"),
            refused_lines=refused_lines(list_claims(complaint.id, unit)),
            ways=texts_of(answers, "ways"),
            delivery_note=text_of(answers, "delivery_note") or None,
            delivered_at=now,
            published_at=now,
            given_by=case.actor.staff_id,
        )
    )
    unit.trail.add(complaint.id, "answer.published", {"round": complaint.round}, case.actor)
    stop_running_clock(complaint.id, ClockKind.FEEDBACK, "answered", unit)
    if complaint.outcome is not Outcome.ACCEPTED or complaint.identity_kind is not IdentityKind.REAL_NAME:
        return {"needs_return_visit": False, "return_visit_clock_id": None}
    clock = open_clock(
        unit, OpenClock(ComplaintId(complaint.id), ClockKind.RETURN_VISIT, complaint.round, now)
    )
    move_stage(complaint, Stage.RETURN_VISIT, unit, case.actor)
    return {"needs_return_visit": True, "return_visit_clock_id": clock.id}
