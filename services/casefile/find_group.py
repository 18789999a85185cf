"""The mass complaint that a file belongs to: as the one that leads, or as one that is handled with it."""

from sqlalchemy import select

from models.case.claim import Claim
from models.case.complaint import Complaint
from models.case.complaint_group import ComplaintGroup, GroupMember
from services.casefile.get_case import list_claims
from services.unit_of_work import Unit


def find_led_group(complaint_id: str, unit: Unit) -> ComplaintGroup | None:
    """The group that this file leads."""
    return unit.session.get(ComplaintGroup, complaint_id)


def find_membership(complaint_id: str, unit: Unit) -> GroupMember | None:
    """Its membership in the group that another file leads."""
    return unit.session.scalars(
        select(GroupMember).where(GroupMember.complaint_id == complaint_id, GroupMember.left_at.is_(None))
    ).one_or_none()


def list_members(leading_id: str, unit: Unit) -> list[tuple[GroupMember, Complaint]]:
    """The files handled with the leading one, in the order of their receipt."""
    rows = unit.session.execute(
        select(GroupMember, Complaint)
        .join(Complaint, Complaint.id == GroupMember.complaint_id)
        .where(GroupMember.leading_id == leading_id, GroupMember.left_at.is_(None))
        .order_by(Complaint.received_at, Complaint.number)
    )
    return [(member, complaint) for member, complaint in rows]


def find_answering_number(complaint_id: str, unit: Unit) -> str | None:
    """The number of the leading file whose opinion this member carries; None before, and for whom nobody else answers."""
    member = find_membership(complaint_id, unit)
    if member is None or member.carried_at is None:
        return None
    return unit.session.get_one(Complaint, member.leading_id).number


def list_open_own_claims(member: GroupMember, unit: Unit) -> list[Claim]:
    """The claims that are the member's alone and that nobody has answered."""
    claims = list_claims(member.complaint_id, unit)
    return [claim for claim in claims if claim.no in member.own_claims and claim.answer is None]
