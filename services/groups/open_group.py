"""A person opens a mass complaint (集体件): this file leads it."""

from dataclasses import dataclass

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.complaint_group import ComplaintGroup
from models.case.lifecycle import FileEntryKind
from models.ground.errors import InvalidInput
from services.actor import Actor
from services.case.carry_opinion import HANDLED_IN
from services.casefile.add_entry import NewEntry, add_entry
from services.casefile.find_group import find_led_group, find_membership
from services.groups.group_policy import find_group_limits
from services.unit_of_work import Unit

IN_GROUP_ALREADY = "IN_GROUP_ALREADY"
NOT_IN_INVESTIGATION = "NOT_IN_INVESTIGATION"


@dataclass(frozen=True, slots=True)
class OpenGroup:
    """How the office calls it, and the holding statement, if one is made."""

    name: str
    statement: str
    reason: str


def find_opening_bar(complaint: Complaint, unit: Unit) -> str | None:
    """Why this file cannot lead a group now: it belongs to one, or it is not accepted and still looked into."""
    if find_led_group(complaint.id, unit) is not None or find_membership(complaint.id, unit) is not None:
        return IN_GROUP_ALREADY
    return None if complaint.stage in HANDLED_IN else NOT_IN_INVESTIGATION


def open_group(command: OpenGroup, complaint: Complaint, unit: Unit, actor: Actor) -> ComplaintGroup:
    """Open it, by the policy of today; the caller has looked that nothing is against it. InvalidInput for a name in use."""
    name = command.name or complaint.number
    if unit.session.scalars(select(ComplaintGroup).where(ComplaintGroup.name == name)).first() is not None:
        raise InvalidInput({"group_name": "NAME_TAKEN"})
    group = ComplaintGroup(
        leading_id=complaint.id,
        name=name,
        statement=command.statement or None,
        closing_share=find_group_limits(unit).closing_share,
        opened_by=actor.name,
        opened_at=unit.clock.now(),
    )
    unit.session.add(group)
    unit.session.flush()
    text = f"开立集体件{group.name}，本件为主件。{command.reason}"
    add_entry(NewEntry(complaint.id, FileEntryKind.NOTE, text, actor.name), unit)
    unit.trail.add(complaint.id, "group.opened", {"closing_share": group.closing_share}, actor)
    return group
