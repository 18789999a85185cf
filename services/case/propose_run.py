"""Ending or beginning a run again is proposed by one supervisor and takes effect when another confirms it."""

from collections.abc import Callable
from dataclasses import dataclass

from bpmn.names import ActId
from models.case.complaint import Complaint
from models.case.proposal import Proposal
from models.ground.approval_codes import ApprovalKind, ApprovalLevel, ProposalState
from models.ground.errors import InvalidInput
from models.ground.ids import new_id
from services.actor import Actor
from services.case.cancel_run import cancel_run
from services.case.take_up_run import take_up_run
from services.casefile.proposals import find_open_proposal
from services.office.approvals import level_of
from services.requests.run_to_tell import find_last_run
from services.unit_of_work import Unit

RUN_PROPOSED = "RUN_PROPOSED"
EFFECTS: dict[str, Callable[[Complaint, str, Unit, Actor], int]] = {
    ActId.CANCEL_RUN.value: cancel_run,
    ActId.TAKE_UP_RUN.value: take_up_run,
}


@dataclass(frozen=True, slots=True)
class RunWish:
    """What is wished of the run, by the form of its act, and why."""

    form: ActId
    reason: str


def find_proposed_bar(complaint: Complaint, form: ActId, unit: Unit) -> str | None:
    """RUN_PROPOSED while the same waits for somebody to confirm it."""
    return None if find_open_proposal(complaint.id, form.value, unit) is None else RUN_PROPOSED


def propose_run(complaint: Complaint, wish: RunWish, unit: Unit, actor: Actor) -> dict[str, str]:
    """Keep it until another confirms; where the policy wants nobody it is done at once. The ids of what came of it.

    InvalidInput on `reason`; the rules of the effect are asked again when it is confirmed.
    """
    if level_of(ApprovalKind.RUN, unit) is ApprovalLevel.NOBODY:
        return {"run_no": str(EFFECTS[wish.form.value](complaint, wish.reason, unit, actor))}
    if not wish.reason.strip():
        raise InvalidInput({"reason": "REQUIRED"})
    row = Proposal(
        id=new_id(),
        complaint_id=complaint.id,
        form_id=wish.form.value,
        round=complaint.round,
        kinds=[ApprovalKind.RUN.value],
        answers={"reason": wish.reason.strip()},
        subjects=subjects_of(complaint, unit),
        state=ProposalState.OPEN,
        by=actor.name,
        at=unit.clock.now(),
    )
    unit.session.add(row)
    payload: dict[str, object] = {"form_id": row.form_id, "round": row.round, "kinds": row.kinds}
    unit.trail.add(complaint.id, "proposal.made", payload, actor)
    unit.session.flush()
    return {"proposal_id": row.id}


def subjects_of(complaint: Complaint, unit: Unit) -> dict[str, object]:
    """What a proposal speaks of: nobody confirms it for a case that stands elsewhere since."""
    run = find_last_run(complaint.id, unit)
    return {"run_no": None if run is None else run.run_no, "stage": complaint.stage.value}
