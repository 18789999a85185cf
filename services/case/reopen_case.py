"""Re-opens an archived case: a new run and a new round, which says which decision it replaces."""

from sqlalchemy import func, select

from models.case.case_run import CaseRun
from models.case.complaint import Complaint
from models.case.decision import Decision
from models.case.lifecycle import ClockKind, DecisionKind, RunReason, Stage
from models.case.matter import Matter
from models.ground.errors import InvalidInput, RuleRefused
from models.ground.ids import ComplaintId
from services.actor import Actor
from services.case.let_letters_go import let_letters_go
from services.case.lifecycle import move_stage
from services.casefile.get_case import list_claims, list_matters
from services.clocks.open_clock import OpenClock, open_clock
from services.clocks.return_limit import drop_return_limits
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

    The matters are undecided again, what was decided about them stays on the trail; a new acceptance limit counts from
    now. RuleRefused("NOT_ARCHIVED"), InvalidInput on `reason`.
    """
    if code := find_reopening_bar(complaint):
        raise RuleRefused(code)
    if not reason.strip():
        raise InvalidInput({"reason": "REQUIRED"})
    replaced = _find_replaced(complaint.id, unit)
    last = unit.session.scalar(select(func.max(CaseRun.run_no)).where(CaseRun.complaint_id == complaint.id))
    run_no = (last or 0) + 1
    let_letters_go(complaint, unit, actor)
    complaint.round += 1
    drop_return_limits(complaint.id, unit)
    unit.trail.add(complaint.id, "case.reopened", _told_case(complaint, run_no, replaced, unit), actor)
    unit.session.add(
        CaseRun(
            complaint_id=complaint.id,
            run_no=run_no,
            reason=RunReason.REOPENED.value,
            replaces_decision_id=None if replaced is None else replaced.id,
        )
    )
    for matter in list_matters(complaint.id, unit):
        _clear(matter)
    for claim in list_claims(complaint.id, unit):
        claim.answer = claim.reason = None
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
        "matters": [_told(matter) for matter in list_matters(complaint.id, unit)],
    }


def _told(matter: Matter) -> dict[str, object]:
    """What stood about a matter, in codes; its words stand in the decisions and the answer of the round before."""
    return {
        "no": matter.no,
        "decision": matter.decision.value if matter.decision else None,
        "ground": matter.nonaccept_ground.value if matter.nonaccept_ground else None,
        "finding": matter.finding.value if matter.finding else None,
        "disposals": list(matter.disposals),
        "referred_to": matter.referred_to,
        "merged_into": matter.merged_into,
        "decided_by": matter.decided_by,
    }


def _clear(matter: Matter) -> None:
    matter.decision = matter.nonaccept_ground = matter.decided_at = matter.decided_by = None
    matter.basis = matter.right_place = None
    matter.finding = matter.facts = matter.reason = matter.opinion_basis = None
    matter.investigated_finding = matter.departure = matter.adoption = matter.not_adopted = None
    matter.category_found = matter.times_found = None
    matter.merged_into = matter.referred_to = matter.referral_id = None
    matter.settled, matter.disposals = False, []


def _clear_case(complaint: Complaint) -> None:
    complaint.outcome = complaint.closed_at = complaint.accepted_at = complaint.merged_into = None
    # Whoever handled it before is chosen anew or not: the decision of the new round names a handler.
    complaint.handler_id = None
