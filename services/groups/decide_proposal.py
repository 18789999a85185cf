"""A person confirms a proposed mass complaint, or dismisses it with a reason."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.complaint_group import MAX_NAME_LENGTH
from models.case.group_proposal import GroupProposal, ProposedFile
from models.ground.errors import Conflict, InvalidInput, NotFound
from services.actor import Actor, require_role
from services.case.carry_opinion import HANDLED_IN
from services.casefile.get_case import get_complaint
from services.groups.join_group import JoinGroup, join_group
from services.groups.list_proposals import DECIDING_ROLES, OpenProposal, read_proposal
from services.groups.open_group import OpenGroup, find_opening_bar, open_group
from services.unit_of_work import Unit, UnitOfWork

LONGEST_REASON = 500
LONGEST_STATEMENT = 2_000


@dataclass(frozen=True, slots=True)
class ConfirmProposal:
    """Which files are of it and which of them leads, by number; `leading` is ignored where a group is there already."""

    proposal_id: str
    chosen: Collection[str]
    leading: str
    name: str
    statement: str
    reason: str


def confirm_proposal(command: ConfirmProposal, unit_of_work: UnitOfWork, actor: Actor) -> str:
    """Open the group and let the accepted files join; those not accepted yet join once they are. The leading file's id.

    NotFound for a proposal that is not this person's to see, Conflict(DECIDED_BEFORE), InvalidInput by field.
    """
    require_role(actor, *DECIDING_ROLES)
    with unit_of_work as unit:
        row, shown = _get_open(command.proposal_id, unit, actor)
        ids = {line.number: line.complaint_id for line in shown.files}
        _check(command, shown)
        if shown.leading is None:
            leading = get_complaint(ids[command.leading], unit)
            if find_opening_bar(leading, unit) is not None:
                raise InvalidInput({"leading": "NOT_AN_OPTION"})
            open_group(
                OpenGroup(command.name.strip(), command.statement.strip(), command.reason.strip()),
                leading,
                unit,
                actor,
            )
            row.leading_id = leading.id
        leading_id = row.leading_id or ""
        row.is_confirmed = True
        _decide(row, command.reason, unit, actor)
        chosen = {ids[number] for number in command.chosen} | ({leading_id} & set(ids.values()))
        for file in _list_files(row.id, unit):
            file.is_chosen = file.complaint_id in chosen
            if file.complaint_id == leading_id:
                file.joined_at = unit.clock.now()
        unit.session.flush()
        for file in _list_files(row.id, unit):
            if file.is_chosen and file.joined_at is None:
                join_chosen(file, leading_id, unit, actor)
        return leading_id


def dismiss_proposal(proposal_id: str, reason: str, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """These are no mass complaint; they are proposed again only with one that comes later.

    NotFound, Conflict(DECIDED_BEFORE) as above; InvalidInput without a reason.
    """
    require_role(actor, *DECIDING_ROLES)
    with unit_of_work as unit:
        row, _ = _get_open(proposal_id, unit, actor)
        if errors := _check_reason(reason):
            raise InvalidInput(errors)
        row.is_confirmed = False
        _decide(row, reason, unit, actor)


def join_chosen(file: ProposedFile, leading_id: str, unit: Unit, actor: Actor) -> bool:
    """Let a chosen file join once it is accepted; one that is in a group already stays there."""
    complaint = get_complaint(file.complaint_id, unit)
    if complaint.stage not in HANDLED_IN:
        return False
    file.joined_at = unit.clock.now()
    if find_opening_bar(complaint, unit) is None:
        join_group(JoinGroup(leading_id), complaint, unit, actor)
    return True


def _get_open(proposal_id: str, unit: Unit, actor: Actor) -> tuple[GroupProposal, OpenProposal]:
    row = unit.session.get(GroupProposal, proposal_id, with_for_update=True)
    if row is not None and row.decided_at is not None:
        raise Conflict(code="DECIDED_BEFORE")
    shown = None if row is None else read_proposal(row, unit, actor)
    if row is None or shown is None:
        raise NotFound
    return row, shown


def _check(command: ConfirmProposal, shown: OpenProposal) -> None:
    errors = _check_reason(command.reason)
    numbers = {line.number for line in shown.files}
    others = set(command.chosen) - {command.leading}
    if not others and shown.leading is None:
        errors["chosen"] = "REQUIRED"
    if not command.chosen and shown.leading is not None:
        errors["chosen"] = "REQUIRED"
    if not set(command.chosen) <= numbers:
        errors["chosen"] = "NOT_AN_OPTION"
    may_lead = {line.number for line in shown.files if line.may_lead}
    if shown.leading is None and command.leading not in may_lead:
        errors["leading"] = "NOT_AN_OPTION" if command.leading else "REQUIRED"
    if len(command.name.strip()) > MAX_NAME_LENGTH:
        errors["group_name"] = "TOO_LONG"
    if len(command.statement) > LONGEST_STATEMENT:
        errors["statement"] = "TOO_LONG"
    if errors:
        raise InvalidInput(errors)


def _check_reason(reason: str) -> dict[str, str]:
    if not reason.strip():
        return {"reason": "REQUIRED"}
    return {"reason": "TOO_LONG"} if len(reason.strip()) > LONGEST_REASON else {}


def _decide(row: GroupProposal, reason: str, unit: Unit, actor: Actor) -> None:
    row.reason, row.decided_by, row.decided_at = reason.strip(), actor.name, unit.clock.now()
    payload = {"proposal_id": row.id, "is_confirmed": row.is_confirmed}
    unit.trail.add(row.leading_id, "group.proposal_decided", payload, actor)


def _list_files(proposal_id: str, unit: Unit) -> list[ProposedFile]:
    """In the order of their receipt."""
    return list(
        unit.session.scalars(
            select(ProposedFile)
            .join(Complaint, Complaint.id == ProposedFile.complaint_id)
            .where(ProposedFile.proposal_id == proposal_id)
            .order_by(Complaint.received_at, Complaint.number)
        )
    )
