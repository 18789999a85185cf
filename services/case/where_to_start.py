"""Where a run begins: the stage that the record names, and all that its diagram needs of what came before."""

from models.case.complaint import Complaint
from models.case.lifecycle import ClockKind, DecisionKind, Stage, StartStage
from services.case.open_feedback import needs_answer_task
from services.case.recorded_steps import RecordedStep, find_recorded_step
from services.casefile.decisions import find_decision
from services.casefile.get_case import list_matters
from services.casefile.outcome import list_pending_transfers, outcome_of
from services.clocks.get_clock import find_latest_clock
from services.once.once_per_job import JobResult
from services.unit_of_work import Unit

ANSWERED_IN = frozenset({Stage.FEEDBACK, Stage.RETURN_VISIT, Stage.ARCHIVED})
HANDLED_IN = frozenset({Stage.INVESTIGATION, Stage.DISPOSAL})
CLOCKS = {
    "resolve_clock_id": ClockKind.RESOLVE,
    "investigation_clock_id": ClockKind.INVESTIGATION,
    "feedback_clock_id": ClockKind.FEEDBACK,
    "return_visit_clock_id": ClockKind.RETURN_VISIT,
}


def find_where_to_start(complaint: Complaint, unit: Unit) -> JobResult:
    """The variables by name; of a case that has just come in they say intake and nothing else."""
    stage, step = _find_stage(complaint, unit), RecordedStep()
    if stage is not StartStage.WITHDRAWAL:
        step = find_recorded_step(complaint, unit)
    outcome = complaint.outcome or outcome_of(list_matters(complaint.id, unit))
    is_answered_next = stage is StartStage.FEEDBACK
    return {
        "start_stage": stage.value,
        "start_step": None if step.step is None else step.step.value,
        "outcome": outcome.value if is_answered_next or complaint.outcome is not None else None,
        "handler_id": complaint.handler_id,
        "needs_answer_task": is_answered_next and needs_answer_task(complaint, outcome),
        "has_accepted": complaint.stage in HANDLED_IN,
        "referral_ids": [referral.id for referral in list_pending_transfers(complaint.id, unit)],
        "planned_methods": list(step.methods),
        "needs_review": step.needs_review,
        "needs_return_visit": step.needs_return_visit,
        "survey_id": step.survey_id,
        "wants_redo": step.wants_redo,
        **{name: _find_clock_id(complaint, kind, unit) for name, kind in CLOCKS.items()},
    }


def _find_stage(complaint: Complaint, unit: Unit) -> StartStage:
    if complaint.stage in ANSWERED_IN:
        return StartStage.FEEDBACK
    if find_decision(complaint.id, DecisionKind.WITHDRAWAL, complaint.round, unit) is not None:
        # The wish is confirmed, and nothing of the stages is worked on any more.
        return StartStage.WITHDRAWAL
    return StartStage(complaint.stage.value)


def _find_clock_id(complaint: Complaint, kind: ClockKind, unit: Unit) -> str | None:
    clock = find_latest_clock(complaint.id, kind, complaint.round, unit)
    return None if clock is None else clock.id
