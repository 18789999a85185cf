"""受理: how a complaint came, what it is about, and what was decided about taking it in."""

from __future__ import annotations

from sqlalchemy import func, select

from models.beside.referral import Referral
from models.beside.supplement_request import SupplementRequest
from models.case.claim import Claim
from models.case.complaint import Complaint
from models.case.complaint_group import ComplaintGroup, GroupMember
from models.case.matter import Matter
from models.case.prior_case import PriorMark
from models.case.respondent import Respondent
from models.clock.legal_time import beijing_date, to_beijing
from models.ground.codes import MatterDecision, NonAcceptGround
from models.office.staff import Staff
from services.ledger.batch import Batch, Values, by_case, once

ORIGIN_CASE, ORIGIN_PRIOR = "case", "prior"
LEADING, MEMBER = "leading", "member"
_REPEATED = frozenset({NonAcceptGround.ALREADY_IN_PROGRESS, NonAcceptGround.CLOSED_NO_NEW_EVIDENCE})


def read_acceptance(batch: Batch) -> dict[str, Values]:
    """The columns of the part by case; a fixed number of statements."""
    parts = (_read_respondents(batch), _read_decisions(batch), _read_referrals(batch), _read_groups(batch))
    claims, asked = _count_claims(batch), _count_asked(batch)
    return {
        case: {
            **_tell_case(complaint),
            **{name: value for part in parts for name, value in part[case].items()},
            "claims": claims.get(case, 0),
            "times_materials_asked": asked.get(case, 0),
        }
        for case, complaint in batch.cases.items()
    }


def _tell_case(complaint: Complaint) -> Values:
    accepted, received = complaint.accepted_at, to_beijing(complaint.received_at)
    return {
        "number": complaint.number,
        "origin": ORIGIN_CASE,
        "stage": complaint.stage.value,
        "received_at": complaint.received_at,
        "received_on": received.date(),
        "received_hour": received.hour,
        "received_weekday": str(received.weekday()),
        "channel": complaint.channel.value,
        "identity_kind": complaint.identity_kind.value,
        "category": complaint.category and complaint.category.value,
        "complexity": complaint.complexity and complaint.complexity.value,
        "severity": complaint.severity,
        "route": complaint.route and complaint.route.value,
        "is_urgent": complaint.urgent,
        "times_urged": complaint.times_urged,
        "handling_unit": complaint.handling_unit,
        "handler": complaint.handler_id,
        "accepted_on": None if accepted is None else beijing_date(accepted),
        "outcome": complaint.outcome and complaint.outcome.value,
        "merged_into": complaint.merged_into,
    }


def _read_respondents(batch: Batch) -> dict[str, Values]:
    unit_of = func.coalesce(Respondent.unit, Staff.unit)
    rows = batch.unit.session.execute(
        select(Respondent.complaint_id, unit_of, Respondent.window, Respondent.item)
        .outerjoin(Staff, Staff.login == Respondent.staff_id)
        .where(Respondent.complaint_id.in_(batch.ids), Respondent.in_force())
        .order_by(Respondent.complaint_id, Respondent.no)
    )
    found = by_case((case, (unit, window, item)) for case, unit, window, item in rows)
    return {
        case: {
            "respondent_units": once(unit for unit, _, _ in found.get(case, ())),
            "windows": once(window for _, window, _ in found.get(case, ())),
            "items": once(item for _, _, item in found.get(case, ())),
        }
        for case in batch.cases
    }


def _read_decisions(batch: Batch) -> dict[str, Values]:
    rows = batch.unit.session.execute(
        select(
            Matter.complaint_id,
            Matter.category,
            Matter.decision,
            Matter.nonaccept_ground,
            Matter.decided_at,
        )
        .where(Matter.complaint_id.in_(batch.ids))
        .order_by(Matter.complaint_id, Matter.no)
    )
    found = by_case((row.complaint_id, row) for row in rows)
    marked = set(
        batch.unit.session.scalars(
            select(PriorMark.complaint_id).where(PriorMark.complaint_id.in_(batch.ids)).distinct()
        )
    )
    told: dict[str, Values] = {}
    for case in batch.cases:
        matters = found.get(case, [])
        decided = [row.decided_at for row in matters if row.decided_at is not None]
        told[case] = {
            "matters": len(matters),
            "matter_categories": once(row.category for row in matters),
            "decisions": once(row.decision for row in matters),
            "decided_on": beijing_date(max(decided)) if decided else None,
            "refusal_grounds": once(row.nonaccept_ground for row in matters),
            "is_repeat": case in marked
            or any(
                row.decision is MatterDecision.MERGE or row.nonaccept_ground in _REPEATED for row in matters
            ),
        }
    return told


def _read_referrals(batch: Batch) -> dict[str, Values]:
    rows = batch.unit.session.execute(
        select(Referral.complaint_id, Referral.unit_code, Referral.objected_at)
        .where(Referral.complaint_id.in_(batch.ids))
        .order_by(Referral.complaint_id, Referral.no)
    )
    found = by_case((case, (unit, objected)) for case, unit, objected in rows)
    return {
        case: {
            "times_referred": len(found.get(case, ())),
            "referred_to": once(unit for unit, _ in found.get(case, ())),
            "times_returned": sum(objected is not None for _, objected in found.get(case, ())),
        }
        for case in batch.cases
    }


def _read_groups(batch: Batch) -> dict[str, Values]:
    """A mass complaint counts once, by the file that leads it."""
    session = batch.unit.session
    leading = set(
        session.scalars(select(ComplaintGroup.leading_id).where(ComplaintGroup.leading_id.in_(batch.ids)))
    )
    members = {
        case: number
        for case, number in session.execute(
            select(GroupMember.complaint_id, Complaint.number)
            .join(Complaint, Complaint.id == GroupMember.leading_id)
            .where(GroupMember.complaint_id.in_(batch.ids), GroupMember.left_at.is_(None))
        )
    }
    return {
        case: {
            "group_part": LEADING if case in leading else MEMBER if case in members else None,
            "group_leading": complaint.number if case in leading else members.get(case),
            "counts_once": case not in members,
        }
        for case, complaint in batch.cases.items()
    }


def _count_claims(batch: Batch) -> dict[str, int]:
    query = select(Claim.complaint_id, func.count()).where(Claim.complaint_id.in_(batch.ids))
    return {case: number for case, number in batch.unit.session.execute(query.group_by(Claim.complaint_id))}


def _count_asked(batch: Batch) -> dict[str, int]:
    of_case = SupplementRequest.complaint_id
    query = select(of_case, func.count()).where(of_case.in_(batch.ids)).group_by(of_case)
    return {case: number for case, number in batch.unit.session.execute(query)}
