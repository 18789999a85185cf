"""The workers' step for members that were accepted after the opinion of their mass complaint was approved: they take it over."""

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from models.case.complaint import Complaint
from models.case.complaint_group import GroupMember
from models.case.decision import Decision
from models.case.lifecycle import DecisionKind
from services.actor import SYSTEM
from services.case.carry_opinion import HANDLED_IN, Carrying, carry_opinion
from services.casefile.decisions import find_decision
from services.casefile.get_case import get_complaint
from services.unit_of_work import Unit, UnitFactory


def carry_late_step(make_unit: UnitFactory) -> int:
    """How many took it over; nothing is locked while none waits. One with an opinion of its own goes its own way."""
    leading = aliased(Complaint)
    with make_unit().reading() as unit:
        waiting = list(
            unit.session.scalars(
                select(GroupMember.id)
                .join(Complaint, Complaint.id == GroupMember.complaint_id)
                .join(leading, leading.id == GroupMember.leading_id)
                .where(
                    GroupMember.left_at.is_(None),
                    GroupMember.carried_at.is_(None),
                    Complaint.stage.in_(HANDLED_IN),
                    exists().where(
                        Decision.complaint_id == leading.id,
                        Decision.kind == DecisionKind.APPROVAL,
                        Decision.round == leading.round,
                    ),
                    ~exists().where(
                        Decision.complaint_id == Complaint.id,
                        Decision.kind == DecisionKind.OPINION,
                        Decision.round == Complaint.round,
                    ),
                )
            )
        )
    carried = 0
    for member_id in waiting:
        with make_unit() as unit:
            carried += _carry(member_id, unit)
    return carried


def _carry(member_id: str, unit: Unit) -> bool:
    member = unit.session.get_one(GroupMember, member_id)
    # In the order of an approval: the leading file first.
    leading, complaint = get_complaint(member.leading_id, unit), get_complaint(member.complaint_id, unit)
    unit.session.refresh(member)
    is_waiting = member.left_at is None and member.carried_at is None
    if is_waiting and find_decision(leading.id, DecisionKind.APPROVAL, leading.round, unit) is not None:
        carry_opinion(Carrying(leading, member, complaint), unit, SYSTEM)
    return is_waiting and member.carried_at is not None
