"""Re-opens an archived case: a new run and a new round, which says which decision it replaces."""

from sqlalchemy import func, select

from models.case.case_run import CaseRun
from models.case.claim import Claim
from models.case.complaint import Complaint
from models.case.decision import Decision
from models.case.lifecycle import ClockKind, DecisionKind, RunReason, Stage
from models.ground.errors import InvalidInput, RuleRefused
from models.ground.ids import ComplaintId
from services.actor import Actor
from services.case.lifecycle import move_stage
from services.casefile.get_case import list_claims
from services.clocks.open_clock import OpenClock, open_clock
from services.outbox.publish_message import start_run
from services.unit_of_work import Unit

NOT_ARCHIVED = "NOT_ARCHIVED"
# What a re-opening puts in question: the opinion if there was one, else how the case was taken in.
REPLACED_KINDS = (DecisionKind.APPROVAL, DecisionKind.SETTLEMENT, DecisionKind.ACCEPTANCE)


def find_reopening_bar(complaint: Complaint) -> str | None:
    """NOT_ARCHIVED while the case is being worked on."""
    return None if complaint.stage is Stage.ARCHIVED else NOT_ARCHIVED


def reopen(complaint: Complaint, reason: str, unit: Unit, actor: Actor) -> int:
    """Begin the next run in the caller's unit; its number.

    The claims are undecided again, what was decided about them stays on the trail; a new acceptance limit counts from
    now. RuleRefused("NOT_ARCHIVED"), InvalidInput on `reason`.
    """
    if code := find_reopening_bar(complaint):
        raise RuleRefused(code)
    if not reason.strip():
        raise InvalidInput({"reason": "REQUIRED"})
    replaced = _find_replaced(complaint.id, unit)
    last = unit.session.scalar(select(func.max(CaseRun.run_no)).where(CaseRun.complaint_id == complaint.id))
    run_no = (last or 0) + 1
    complaint.round += 1
    unit.trail.add(complaint.id, "case.reopened", _told_case(complaint, run_no, replaced, unit), actor)
    unit.session.add(
        CaseRun(
            complaint_id=complaint.id,
            run_no=run_no,
            reason=RunReason.REOPENED.value,
            replaces_decision_id=None if replaced is None else replaced.id,
        )
    )
    for claim in list_claims(complaint.id, unit):
        _clear(claim)
    _clear_case(complaint)
    move_stage(complaint, Stage.INTAKE, unit, actor)
    open_clock(
        OpenClock(ComplaintId(complaint.id), ClockKind.ACCEPTANCE, complaint.round, unit.clock.now()),
        unit,
    )
    start_run(complaint.id, run_no, unit)
    return run_no


def _find_replaced(complaint_id: str, unit: Unit) -> Decision | None:
    decisions = unit.session.scalars(
        select(Decision)
        .where(Decision.complaint_id == complaint_id, Decision.kind.in_(REPLACED_KINDS))
        .order_by(Decision.round.desc())
    ).all()
    if not decisions:
        return None
    newest = [decision for decision in decisions if decision.round == decisions[0].round]
    return min(newest, key=lambda decision: REPLACED_KINDS.index(decision.kind))


def _told_case(complaint: Complaint, run_no: int, replaced: Decision | None, unit: Unit) -> dict[str, object]:
    return {
        "run_no": run_no,
        "round": complaint.round,
        "replaces_decision_id": None if replaced is None else replaced.id,
        "outcome": None if complaint.outcome is None else complaint.outcome.value,
        "handler_id": complaint.handler_id,
        "claims": [_told(claim) for claim in list_claims(complaint.id, unit)],
    }


def _told(claim: Claim) -> dict[str, object]:
    """What stood about a claim, in codes; its words stand in the decisions and the answer of the round before."""
    return {
        "no": claim.no,
        "decision": claim.decision.value if claim.decision else None,
        "ground": claim.nonaccept_ground.value if claim.nonaccept_ground else None,
        "finding": claim.finding.value if claim.finding else None,
        "disposals": list(claim.disposals),
        "referred_to": claim.referred_to,
        "merged_into": claim.merged_into,
        "decided_by": claim.decided_by,
    }


def _clear(claim: Claim) -> None:
    claim.decision = claim.nonaccept_ground = claim.decided_at = claim.decided_by = None
    claim.basis = claim.right_place = None
    claim.finding = claim.facts = claim.reason = claim.opinion_basis = None
    claim.merged_into = claim.referred_to = claim.referral_id = None
    claim.settled, claim.disposals = False, []


def _clear_case(complaint: Complaint) -> None:
    complaint.outcome = complaint.closed_at = complaint.accepted_at = complaint.merged_into = None
    # Whoever handled it before is chosen anew or not: the decision of the new round names a handler.
    complaint.handler_id = None
