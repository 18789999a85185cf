"""What follows when every matter of a case is decided: its outcome, its stage, its limits and what the diagram is told."""

from models.case.lifecycle import ClockKind, ClockStopReason, DecisionKind, Outcome, Stage
from models.case.matter import Matter
from models.ground.codes import Route
from models.ground.ids import ComplaintId
from services.answer.publish_answer import publish_by_itself
from services.answer.tell_of_answer import tell_of_answer
from services.case.lifecycle import move_stage
from services.case.open_feedback import needs_answer_task, open_feedback
from services.casefile.decisions import find_decision
from services.casefile.get_case import list_matters
from services.casefile.outcome import list_pending_transfers, list_unanswered_accepted, outcome_of
from services.clocks.office_limit import open_office_limit
from services.clocks.open_clock import OpenClock, open_clock
from services.clocks.stop_clock import stop_running_clock
from services.clocks.time_limits import ON_SPOT, REFER, policy_key_of
from services.forms.task_case import EngineVariables, TaskCase


def wait_for_the_rest() -> EngineVariables:
    """What the diagram is told while matters are undecided: ask again."""
    return _variables(None, has_undecided=True)


def go_on(case: TaskCase) -> EngineVariables:
    """End the acceptance limit, set outcome and stage, and open what limits the next work."""
    complaint = case.complaint
    matters = list_matters(complaint.id, case.unit)
    complaint.outcome = outcome_of(matters)
    stop_running_clock(complaint.id, ClockKind.ACCEPTANCE, ClockStopReason.DECIDED, case.unit)
    accepted = list_unanswered_accepted(matters)
    if accepted:
        return _handle(case, accepted)
    return follow_without_handling(case)


def follow_without_handling(case: TaskCase) -> EngineVariables:
    """Nothing is investigated: wait for outside units, or answer; who decided gives the answer."""
    complaint = case.complaint
    outcome = complaint.outcome or Outcome.REFUSED
    referral_ids = [referral.id for referral in list_pending_transfers(complaint.id, case.unit)]
    complaint.handler_id = _find_assigned(case) or case.actor.staff_id
    if referral_ids:
        move_stage(complaint, Stage.REFERRAL, case.unit, case.actor)
        return _variables(outcome, handler_id=complaint.handler_id, referral_ids=referral_ids)
    move_stage(complaint, Stage.FEEDBACK, case.unit, case.actor)
    needs_task = needs_answer_task(complaint, outcome)
    feedback_clock_id = None
    if not needs_task:
        answer = publish_by_itself(case, _ways_of(outcome))
        tell_of_answer(answer, case.complaint, case.unit)
    elif outcome is not Outcome.MERGED:
        # A merged case is answered within the limit of the case it went into.
        feedback_clock_id = open_feedback(complaint, case.unit.clock.now(), case.unit)
    return _variables(
        outcome,
        handler_id=complaint.handler_id,
        feedback_clock_id=feedback_clock_id,
        needs_answer_task=needs_task,
    )


def _ways_of(outcome: Outcome) -> tuple[str, ...]:
    return ("in_person", "query_code") if outcome is Outcome.SETTLED else ("query_code",)


def start_investigation(case: TaskCase, accepted: list[Matter]) -> str:
    """Enter the investigation; the id of its clock, which counts from the acceptance."""
    move_stage(case.complaint, Stage.INVESTIGATION, case.unit, case.actor)
    return _open_since_acceptance(case, ClockKind.INVESTIGATION, accepted)


def _handle(case: TaskCase, accepted: list[Matter]) -> EngineVariables:
    complaint = case.complaint
    is_on_spot = complaint.route is Route.ON_SPOT
    resolve_clock_id = _open_since_acceptance(case, ClockKind.RESOLVE, accepted)
    complaint.handler_id = _find_assigned(case)
    investigation_clock_id = None if is_on_spot else start_investigation(case, accepted)
    _limit_way(case)
    return _variables(
        complaint.outcome,
        handler_id=complaint.handler_id,
        resolve_clock_id=resolve_clock_id,
        investigation_clock_id=investigation_clock_id,
        has_accepted=True,
        referral_ids=[referral.id for referral in list_pending_transfers(complaint.id, case.unit)],
        is_on_spot=is_on_spot,
    )


def _limit_way(case: TaskCase) -> None:
    """What the way asks for at once: to settle it today, or to have it with the unit that handles it by tomorrow.

    After the stage is entered, which ends such limits of the one before.
    """
    if case.complaint.route is Route.ON_SPOT:
        open_office_limit(case.complaint, ON_SPOT, case.unit)
    elif case.complaint.route is Route.REGISTER_REFER and case.complaint.handler_id is None:
        open_office_limit(case.complaint, REFER, case.unit)


def _find_assigned(case: TaskCase) -> str | None:
    """The handler named by a recorded decision of this round."""
    decision = find_decision(case.complaint.id, DecisionKind.ASSIGNMENT, case.complaint.round, case.unit)
    return case.complaint.handler_id if decision is not None else None


def _open_since_acceptance(case: TaskCase, kind: ClockKind, accepted: list[Matter]) -> str:
    now = case.unit.clock.now()
    since = min((matter.decided_at for matter in accepted if matter.decided_at is not None), default=now)
    command = OpenClock(
        ComplaintId(case.complaint.id),
        kind,
        case.complaint.round,
        since,
        case.complaint.complexity,
        # Accepted anew after a re-opening: the limits of its class, not those of a redo.
        policy_key=policy_key_of(kind),
    )
    return open_clock(command, case.unit).id


def _variables(outcome: Outcome | None, **told: object) -> EngineVariables:
    """All outputs of the decision; what is not told is nothing."""
    return {
        "outcome": outcome.value if outcome is not None else None,
        "handler_id": None,
        "resolve_clock_id": None,
        "investigation_clock_id": None,
        "feedback_clock_id": None,
        "needs_answer_task": False,
        "has_accepted": False,
        "referral_ids": [],
        "has_undecided": False,
        "is_on_spot": False,
        "needs_approval": False,
        **told,
    }
