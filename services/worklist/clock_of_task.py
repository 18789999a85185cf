"""Which limit presses on which task; the clocks' own watches do not depend on it."""

from sqlalchemy import select

from bpmn.names import (
    ComplaintElement,
    DisposalElement,
    FeedbackElement,
    IntakeElement,
    InvestigationElement,
)
from models.case.complaint import Complaint
from models.case.lifecycle import ClockKind, Stage
from models.clock.clock import Clock
from services.clocks.get_clock import find_running_clock
from services.requests.find_request_of import find_request_of
from services.requests.kinds import KINDS
from services.unit_of_work import Unit

STAGE_CLOCKS = {
    IntakeElement.USER_TASK_DECIDE_ACCEPTANCE.value: ClockKind.ACCEPTANCE,
    IntakeElement.USER_TASK_SETTLE_ON_SPOT.value: ClockKind.RESOLVE,
    InvestigationElement.USER_TASK_ASSIGN_HANDLER.value: ClockKind.INVESTIGATION,
    InvestigationElement.USER_TASK_PLAN_INVESTIGATION.value: ClockKind.INVESTIGATION,
    InvestigationElement.USER_TASK_RECORD_INVESTIGATION_ACT.value: ClockKind.INVESTIGATION,
    InvestigationElement.USER_TASK_RECORD_FINDINGS.value: ClockKind.INVESTIGATION,
    DisposalElement.USER_TASK_DRAFT_OPINION.value: ClockKind.RESOLVE,
    DisposalElement.USER_TASK_REVIEW_OPINION.value: ClockKind.RESOLVE,
    DisposalElement.USER_TASK_APPROVE_OPINION.value: ClockKind.RESOLVE,
    FeedbackElement.USER_TASK_GIVE_ANSWER.value: ClockKind.FEEDBACK,
    FeedbackElement.USER_TASK_RECORD_RETURN_VISIT.value: ClockKind.RETURN_VISIT,
    FeedbackElement.USER_TASK_DECIDE_REDO.value: ClockKind.RETURN_VISIT,
}
WITHOUT_LIMIT = frozenset(
    {
        ComplaintElement.USER_TASK_VERIFY_WITHDRAWAL.value,
    }
)
# What presses on a task that an owner drew into a stage.
CLOCK_OF_STAGE = {
    Stage.INTAKE: ClockKind.ACCEPTANCE,
    Stage.INVESTIGATION: ClockKind.INVESTIGATION,
    Stage.DISPOSAL: ClockKind.RESOLVE,
    Stage.FEEDBACK: ClockKind.FEEDBACK,
    Stage.RETURN_VISIT: ClockKind.RETURN_VISIT,
}


def find_clock_of_task(
    element_id: str, process_instance_key: str, complaint_id: str, unit: Unit
) -> str | None:
    """The id of the running clock of this task: of its stage for a task that an owner drew; None without a limit."""
    if element_id in STAGE_CLOCKS:
        return _find_running(complaint_id, STAGE_CLOCKS[element_id], unit)
    if element_id in WITHOUT_LIMIT:
        return None
    kind = next((kind for kind in KINDS.values() if element_id in kind.task_clocks), None)
    if kind is None:
        return _find_clock_of_stage(complaint_id, unit)
    # Of several of a kind, the one of the request that the task's instance works on.
    request = find_request_of(kind.table, process_instance_key, complaint_id, unit)
    if request is None:
        return None
    return unit.session.scalars(
        select(Clock.id)
        .where(
            Clock.complaint_id == complaint_id,
            Clock.kind == kind.task_clocks[element_id],
            Clock.subject_id == request.id,
            Clock.stopped_at.is_(None),
        )
        .order_by(Clock.opened_at.desc())
        .limit(1)
    ).one_or_none()


def _find_clock_of_stage(complaint_id: str, unit: Unit) -> str | None:
    kind = CLOCK_OF_STAGE.get(unit.session.get_one(Complaint, complaint_id).stage)
    return None if kind is None else _find_running(complaint_id, kind, unit)


def _find_running(complaint_id: str, kind: ClockKind, unit: Unit) -> str | None:
    clock = find_running_clock(complaint_id, kind, unit)
    return None if clock is None else clock.id
