"""受理: how a complaint came, what it is about, and what was decided about taking it in."""

from __future__ import annotations

from sqlalchemy import select

from models.beside.referral import Referral
from models.case.complaint import Complaint
from models.case.complaint_group import GroupMember
from models.case.matter import Matter
from models.case.respondent import Respondent
from models.clock.legal_time import beijing_date, to_beijing
from models.ground.codes import MatterDecision, NonAcceptGround
from models.office.staff import Staff
from services.ledger.about import about_unit, is_settled
from services.ledger.batch import Batch, Counts, Matters, Values, by_case, once
from services.ledger.counts import LEADS, MARKED

ORIGIN_CASE, ORIGIN_PRIOR = "case", "prior"
LEADING, MEMBER = "leading", "member"
REPEATED = frozenset({NonAcceptGround.ALREADY_IN_PROGRESS, NonAcceptGround.CLOSED_NO_NEW_EVIDENCE})


def read_acceptance(batch: Batch, counts: Counts, matters: Matters) -> dict[str, Values]:
    """The columns of the part by case; a fixed number of statements."""
    groups, referrals = _read_groups(batch, counts), _read_referrals(batch)
    parts = (_read_respondents(batch), _tell_decisions(batch, counts, matters), referrals, groups)
    return {
        case: {
            **_tell_case(complaint),
            **{name: value for part in parts for name, value in part[case].items()},
            "claims": counts.get(("claims", case), 0),
            "times_materials_asked": counts.get(("times_materials_asked", case), 0),
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
    rows = batch.unit.session.execute(
        select(Respondent.complaint_id, about_unit(), Respondent.window, Respondent.item)
        .outerjoin(Staff, Staff.login == Respondent.staff_id)
        .where(Respondent.complaint_id.in_(batch.ids), Respondent.in_force(), is_settled())
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


def _tell_decisions(batch: Batch, counts: Counts, matters: Matters) -> dict[str, Values]:
    told: dict[str, Values] = {}
    for case in batch.cases:
        of_case = matters.get(case, [])
        decided = [matter.decided_at for matter in of_case if matter.decided_at is not None]
        told[case] = {
            "matters": len(of_case),
            "matter_categories": once(matter.category for matter in of_case),
            "decisions": once(matter.decision for matter in of_case),
            "decided_on": beijing_date(max(decided)) if decided else None,
            "refusal_grounds": once(matter.nonaccept_ground for matter in of_case),
            "is_repeat": (MARKED, case) in counts or any(map(_is_repeated, of_case)),
        }
    return told


def _is_repeated(matter: Matter) -> bool:
    return matter.decision is MatterDecision.MERGE or matter.nonaccept_ground in REPEATED


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


def _read_groups(batch: Batch, counts: Counts) -> dict[str, Values]:
    """A mass complaint counts once, by the file that leads it."""
    leading = {case for case in batch.cases if (LEADS, case) in counts}
    members = {
        case: number
        for case, number in batch.unit.session.execute(
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
