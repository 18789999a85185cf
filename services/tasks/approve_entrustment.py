"""Form `approve-entrustment`: another person lets an entrustment and its pause take effect, or sends it back to who asked."""

from bpmn.names import FormId, InvestigationElement, ProcessId
from models.beside.entrustment import Entrustment
from models.case.lifecycle import ClockKind
from models.clock.legal_time import as_iso
from models.ground.codes import Role
from models.ground.errors import Conflict
from services.access.approvers import approver_bars
from services.beside.entrustment.decide_entrustment import DecideEntrustment, decide_entrustment
from services.beside.entrustment.waiting import ENTRUSTMENT_ID, map_entrustments
from services.beside.entrustment.wording import word_entrustment, word_pause
from services.forms.task_case import Answers, EngineVariables, TaskCase, text_of
from services.tasks.extract import OF_THE_FILE, OF_THE_INVESTIGATION, Extract
from services.tasks.proposal_words import word_facts
from services.tasks.proposed import APPROVE
from services.tasks.user_task import NeededByLaw, UserTask


def context(case: TaskCase) -> Answers:
    """Who is asked for what and why, what stands still for it until when, and the case that it is about."""
    row = _get_row(case)
    return {
        "proposal": word_entrustment(row, case.unit),
        "pause": word_pause(row, case.unit),
        "facts": word_facts(case),
    }


def apply(case: TaskCase, answers: Answers) -> EngineVariables:
    """Let it out, with its pause from now, or send it back; until then nobody outside was asked and the limits ran on.

    NotPermitted("FOUR_EYES"), InvalidInput on `comment` for sending back without a reason.
    """
    row, is_approved = _get_row(case), text_of(answers, "approval") == APPROVE
    command = DecideEntrustment(is_approved, text_of(answers, "comment"))
    decide_entrustment(row, command, case.unit, case.actor)
    return {"is_approved": is_approved, "window_ends_at": as_iso(row.window_ends_at)}


def _get_row(case: TaskCase) -> Entrustment:
    """The one that this task is about; Conflict for a task of another case's."""
    # The page reads it, and where it is decided the lock of the case is held.
    row = case.unit.session.get(Entrustment, str(case.task.details.get(ENTRUSTMENT_ID)))
    if row is None or row.complaint_id != case.complaint.id:
        raise Conflict(code="STAGE_MOVED_ON")
    return row


TASK = UserTask(
    form=FormId.APPROVE_ENTRUSTMENT,
    process=ProcessId.INVESTIGATION,
    element=InvestigationElement.USER_TASK_APPROVE_ENTRUSTMENT,
    roles=(Role.INVESTIGATOR, Role.SUPERVISOR, Role.APPROVER, Role.DIRECTOR),
    find_bars=approver_bars(map_entrustments),
    limit=ClockKind.INVESTIGATION,
    law=NeededByLaw("委托及其中止时限未经批准"),
    kept_variables=frozenset({ENTRUSTMENT_ID}),
    answers=frozenset({"approval", "comment"}),
    required=frozenset({"approval"}),
    outputs=frozenset({"is_approved", "window_ends_at"}),
    extract=(Extract.ASKED, *OF_THE_FILE, *OF_THE_INVESTIGATION),
    context=context,
    apply=apply,
)
