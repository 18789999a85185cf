"""The mass complaint of a file as its page tells it: who leads, who is handled with it, how far each is, the share."""

from dataclasses import dataclass

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.complaint_group import ComplaintGroup, GroupMember
from models.case.lifecycle import Stage
from models.case.matter import Matter
from models.ground.codes import MatterDecision
from services.access.readable_cases import list_readable_cases
from services.actor import Actor
from services.casefile.find_group import (
    find_answering_number,
    find_led_group,
    find_membership,
    list_members,
)
from services.casefile.group_share import GroupShare, read_share
from services.casefile.leading_case import find_leading_case
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One file of the group."""

    id: str
    number: str
    stage: Stage
    is_leading: bool
    is_representative: bool
    is_carried: bool
    own_matters: tuple[int, ...] = ()
    own_claims: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupPart:
    """`members` are the files that this person may read, the leading one first; `hidden` counts the others.

    `own_matters` and `own_claims` are the numbers of what is this file's alone.
    """

    name: str
    is_leading: bool
    leading: GroupLine
    members: tuple[GroupLine, ...]
    hidden: int
    statement: str | None
    informing: str | None
    share: GroupShare
    override_reason: str | None
    own_matters: tuple[int, ...]
    own_claims: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Answering:
    """The mass complaint of a file, and the number of the file that answers for it."""

    group: GroupPart | None
    answered_in: str | None


def read_answering(complaint: Complaint, unit: Unit, actor: Actor) -> Answering:
    """Who else answers for this file, if anybody does."""
    return Answering(read_group(complaint, unit, actor), find_answered_in(complaint, unit))


def read_group(complaint: Complaint, unit: Unit, actor: Actor) -> GroupPart | None:
    """The group that the file leads or belongs to."""
    group = find_led_group(complaint.id, unit)
    if group is None:
        member = find_membership(complaint.id, unit)
        group = None if member is None else find_led_group(member.leading_id, unit)
    return None if group is None else _read(group, complaint, unit, actor)


def _read(group: ComplaintGroup, complaint: Complaint, unit: Unit, actor: Actor) -> GroupPart:
    first = unit.session.get_one(Complaint, group.leading_id)
    members = list_members(group.leading_id, unit)
    readable = list_readable_cases([first, *(other for _, other in members)], unit, actor)
    leading = _leading_line(group, first)
    lines = [leading, *(_line(member, other) for member, other in members)]
    shown = tuple(line for line in lines if line.id in readable)
    return GroupPart(
        name=group.name,
        is_leading=group.leading_id == complaint.id,
        leading=leading,
        members=shown,
        hidden=len(lines) - len(shown),
        statement=group.statement,
        informing=group.informing,
        share=read_share(group, unit),
        override_reason=group.override_reason,
        own_matters=next((line.own_matters for line in lines if line.id == complaint.id), ()),
        own_claims=next((line.own_claims for line in lines if line.id == complaint.id), ()),
    )


def _leading_line(group: ComplaintGroup, first: Complaint) -> GroupLine:
    return GroupLine(first.id, first.number, first.stage, True, group.is_represented_by_leading, False)


def _line(member: GroupMember, other: Complaint) -> GroupLine:
    return GroupLine(
        id=other.id,
        number=other.number,
        stage=other.stage,
        is_leading=False,
        is_representative=member.is_representative,
        is_carried=member.carried_at is not None,
        own_matters=tuple(member.own_matters),
        own_claims=tuple(member.own_claims),
    )


def find_answered_in(complaint: Complaint, unit: Unit) -> str | None:
    """The number of the file that answers for this one: the one that leads its group, or the one that it was merged into."""
    number = find_answering_number(complaint.id, unit)
    if number is not None or complaint.merged_into is None:
        return number
    kept = select(Matter.id).where(
        Matter.complaint_id == complaint.id, Matter.decision.is_distinct_from(MatterDecision.MERGE)
    )
    if unit.session.scalars(kept.limit(1)).first() is not None:
        return None
    leading = find_leading_case(complaint.merged_into, unit)
    return None if leading is None else leading.number
