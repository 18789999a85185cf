"""The proposals of mass complaints that wait for a person, with what he needs to decide; of files that he may read alone."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select

from models.case.complaint import Complaint
from models.case.complaint_group import MAX_REPRESENTATIVES, ComplaintGroup, GroupMember
from models.case.group_proposal import GroupProposal, ProposedFile
from models.case.lifecycle import Stage
from models.case.respondent import Respondent
from models.case.spoken_representative import find_speaking_for_others
from models.ground.codes import Category, IdentityKind, Role
from services.access.readable_cases import list_readable_cases
from services.actor import Actor, require_role
from services.case.carry_opinion import HANDLED_IN
from services.groups.draft_statement import draft_statement
from services.identity.cut_identity import cut_identity
from services.office.unit_options import find_unit_name
from services.suggestions.case_words import words_of
from services.unit_of_work import Unit, UnitOfWork

# Who lets a file be handled with a group.
DECIDING_ROLES = (Role.INTAKE, Role.SUPERVISOR)


@dataclass(frozen=True, slots=True)
class ProposedLine:
    """One file, and why it is thought to be of the group. `speaks` are the words in which somebody speaks for others."""

    complaint_id: str
    number: str
    received_at: datetime
    stage: Stage
    category: Category | None
    unit: str | None
    is_anonymous: bool
    may_lead: bool
    likeness: int
    reasons: tuple[str, ...]
    speaks: str | None


@dataclass(frozen=True, slots=True)
class OpenProposal:
    """One proposal. `leading` is the number of the file that leads a group already; `statement` a draft to begin with."""

    id: str
    proposed_at: datetime
    least_complaints: int
    within_hours: int
    leading: str | None
    files: tuple[ProposedLine, ...]
    statement: str

    @property
    def speakers(self) -> tuple[ProposedLine, ...]:
        """Who could speak for them: at most five who say so themselves and are known to the office."""
        known = [line for line in self.files if line.speaks and not line.is_anonymous]
        return tuple(known[:MAX_REPRESENTATIVES])

    @property
    def can_be_confirmed(self) -> bool:
        """Whether an accepted file is there that leads, or could lead."""
        return self.leading is not None or any(line.may_lead for line in self.files)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What this person may read of a proposal."""

    leading: Complaint | None
    files: list[tuple[ProposedFile, Complaint]]


def list_open_proposals(unit_of_work: UnitOfWork, actor: Actor) -> list[OpenProposal]:
    """The proposals that this person may decide, oldest first; NotPermitted for who lets no file join a group."""
    require_role(actor, *DECIDING_ROLES)
    with unit_of_work.reading() as unit:
        shown = [read_proposal(row, unit, actor) for row in _list_open(unit)]
        return [one for one in shown if one is not None]


def count_open_proposals(unit_of_work: UnitOfWork, actor: Actor) -> int:
    """How many wait for this person; none for who decides none."""
    if not actor.roles & set(DECIDING_ROLES):
        return 0
    with unit_of_work.reading() as unit:
        return sum(_look_at(row, unit, actor) is not None for row in _list_open(unit))


def read_proposal(row: GroupProposal, unit: Unit, actor: Actor) -> OpenProposal | None:
    """As this person sees it; None where what he may read and is still open is not enough for one.

    So nothing tells him of a file that was restricted after it had been proposed.
    """
    seen = _look_at(row, unit, actor)
    if seen is None:
        return None
    return OpenProposal(
        id=row.id,
        proposed_at=row.proposed_at,
        least_complaints=row.least_complaints,
        within_hours=row.within_hours,
        leading=None if seen.leading is None else seen.leading.number,
        files=tuple(_line(file, complaint, unit) for file, complaint in seen.files),
        statement=draft_statement(seen.files[0][1], unit),
    )


def _list_open(unit: Unit) -> Sequence[GroupProposal]:
    """Those with a file that is not closed yet: what nobody decided while it was open is no question any more."""
    is_any_open = (
        exists()
        .where(ProposedFile.proposal_id == GroupProposal.id)
        .where(Complaint.id == ProposedFile.complaint_id, Complaint.stage != Stage.ARCHIVED)
    )
    return unit.session.scalars(
        select(GroupProposal)
        .where(GroupProposal.decided_at.is_(None), is_any_open)
        .order_by(GroupProposal.proposed_at, GroupProposal.id)
    ).all()


def _look_at(row: GroupProposal, unit: Unit, actor: Actor) -> _Seen | None:
    found = unit.session.execute(
        select(ProposedFile, Complaint)
        .join(Complaint, Complaint.id == ProposedFile.complaint_id)
        .where(
            ProposedFile.proposal_id == row.id,
            Complaint.stage != Stage.ARCHIVED,
            Complaint.merged_into.is_(None),
        )
        .order_by(Complaint.received_at, Complaint.number)
    ).all()
    leading = _find_leading(row, unit)
    readable = list_readable_cases(
        [complaint for _, complaint in found] + ([] if leading is None else [leading]), unit, actor
    )
    apart = readable - _list_grouped(readable, unit)
    files = [(file, complaint) for file, complaint in found if complaint.id in apart]
    if not files or (leading is not None and leading.id not in readable):
        return None
    is_enough = leading is not None or len(files) >= row.least_complaints
    return _Seen(leading, files) if is_enough else None


def _find_leading(row: GroupProposal, unit: Unit) -> Complaint | None:
    """The file of a group that is open; one that was closed meanwhile takes nobody any more."""
    if row.leading_id is None or unit.session.get(ComplaintGroup, row.leading_id) is None:
        return None
    leading = unit.session.get_one(Complaint, row.leading_id)
    return None if leading.stage is Stage.ARCHIVED else leading


def _list_grouped(complaint_ids: Collection[str], unit: Unit) -> set[str]:
    members = select(GroupMember.complaint_id).where(
        GroupMember.complaint_id.in_(complaint_ids), GroupMember.left_at.is_(None)
    )
    leads = select(ComplaintGroup.leading_id).where(ComplaintGroup.leading_id.in_(complaint_ids))
    return {*unit.session.scalars(members), *unit.session.scalars(leads)}


def _line(file: ProposedFile, complaint: Complaint, unit: Unit) -> ProposedLine:
    about = unit.session.scalars(
        select(Respondent.unit).where(
            Respondent.complaint_id == complaint.id, Respondent.in_force(), Respondent.unit.is_not(None)
        )
    ).first()
    spoken = find_speaking_for_others(words_of(complaint))
    return ProposedLine(
        complaint_id=complaint.id,
        number=complaint.number,
        received_at=complaint.received_at,
        stage=complaint.stage,
        category=complaint.category,
        unit=find_unit_name(about, unit),
        is_anonymous=complaint.identity_kind is IdentityKind.ANONYMOUS,
        may_lead=complaint.stage in HANDLED_IN,
        likeness=file.likeness,
        reasons=tuple(file.reasons),
        speaks=None if spoken is None else cut_identity([spoken], complaint.id, unit)[0],
    )
