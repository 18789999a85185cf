"""A person lets an accepted file be handled with a mass complaint, or takes it out again."""

from dataclasses import dataclass

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.complaint_group import ComplaintGroup, GroupMember
from models.case.lifecycle import DecisionKind, Stage
from models.ground.ids import new_id
from services.access.readable_cases import list_readable_cases
from services.actor import Actor
from services.case.carry_opinion import HANDLED_IN, Carrying, carry_opinion
from services.casefile.decisions import find_decision
from services.casefile.find_group import find_led_group, find_membership
from services.groups.open_group import IN_GROUP_ALREADY, NOT_IN_INVESTIGATION
from services.unit_of_work import Unit

NO_GROUP_OPEN = "NO_GROUP_OPEN"


@dataclass(frozen=True, slots=True)
class JoinGroup:
    """The group by its leading file, and the numbers of what is this file's alone."""

    leading_id: str
    own_matters: tuple[int, ...] = ()
    own_claims: tuple[int, ...] = ()


def list_open_groups(unit: Unit, actor: Actor) -> list[tuple[ComplaintGroup, Complaint]]:
    """The groups whose leading file is not closed and that this person may read, the latest first."""
    rows = unit.session.execute(
        select(ComplaintGroup, Complaint)
        .join(Complaint, Complaint.id == ComplaintGroup.leading_id)
        .where(Complaint.stage != Stage.ARCHIVED)
        .order_by(ComplaintGroup.opened_at.desc())
    ).all()
    readable = list_readable_cases([complaint for _, complaint in rows], unit, actor)
    return [(group, complaint) for group, complaint in rows if complaint.id in readable]


def find_joining_bar(complaint: Complaint, unit: Unit, actor: Actor) -> str | None:
    """Why this file cannot be handled with a group now."""
    if find_led_group(complaint.id, unit) is not None or find_membership(complaint.id, unit) is not None:
        return IN_GROUP_ALREADY
    if complaint.stage not in HANDLED_IN:
        return NOT_IN_INVESTIGATION
    return None if list_open_groups(unit, actor) else NO_GROUP_OPEN


def join_group(command: JoinGroup, complaint: Complaint, unit: Unit, actor: Actor) -> GroupMember:
    """Join it; where its opinion is approved already, take that over at once."""
    leading = unit.session.get_one(Complaint, command.leading_id)
    member = GroupMember(
        id=new_id(),
        leading_id=leading.id,
        complaint_id=complaint.id,
        own_matters=sorted(command.own_matters),
        own_claims=sorted(command.own_claims),
        joined_by=actor.name,
        joined_at=unit.clock.now(),
    )
    unit.session.add(member)
    unit.session.flush()
    own = {"own_matters": member.own_matters, "own_claims": member.own_claims}
    unit.trail.add(complaint.id, "group.joined", {"leading_case": leading.number, **own}, actor)
    if find_decision(leading.id, DecisionKind.APPROVAL, leading.round, unit) is not None:
        carry_opinion(Carrying(leading, member, complaint), unit, actor)
    return member


def leave_group(member: GroupMember, reason: str, unit: Unit, actor: Actor) -> None:
    """The file is handled by itself from now on; nothing of the group is carried into it any more."""
    member.left_at, member.left_by, member.left_reason = unit.clock.now(), actor.name, reason
    leading = unit.session.get_one(Complaint, member.leading_id)
    unit.trail.add(member.complaint_id, "group.left", {"leading_case": leading.number}, actor)
