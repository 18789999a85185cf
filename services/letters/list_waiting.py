"""The letters that wait for this person to approve them, the longest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.evidence_item import EvidenceItem
from models.case.letter import CaseLetter
from models.ground.letter_codes import LetterReaders
from services.access.case_writers import WRITING_ROLES
from services.actor import Actor, staff_id_of
from services.evidence.items import may_see_item
from services.letters.approval_rights import APPROVING_ROLES, map_bars
from services.letters.kinds import KINDS
from services.office.people_names import map_people_names
from services.unit_of_work import Unit, UnitOfWork
from services.views.case_filter import CaseFilter
from services.views.cases import list_readable_conditions

# The rest follows when these are decided.
MOST_LISTED = 200
_Row = tuple[CaseLetter, Complaint]


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """One letter, and since when it waits."""

    complaint_id: str
    complaint_number: str
    kind: str
    subject: str
    title: str
    submitted_by: str
    submitted_at: datetime


def list_waiting(unit_of_work: UnitOfWork, actor: Actor) -> tuple[WaitingLine, ...]:
    """Those that this person may read and approve; as many statements for many as for one."""
    with unit_of_work.reading() as unit:
        found = _find(unit, actor)
        names = map_people_names(unit, logins={row.submitted_by for row, _ in found if row.submitted_by})
        return tuple(
            WaitingLine(
                complaint_id=complaint.id,
                complaint_number=complaint.number,
                kind=row.kind,
                subject=row.subject,
                title=KINDS[row.kind].title,
                submitted_by=names.get(row.submitted_by or "", ""),
                submitted_at=row.submitted_at,
            )
            for row, complaint in found
            if row.submitted_at is not None
        )


def count_waiting(unit_of_work: UnitOfWork, actor: Actor) -> int:
    """How many there are for an approver; who is none looks at the list itself."""
    if not actor.roles & APPROVING_ROLES:
        return 0
    with unit_of_work.reading() as unit:
        return len(_find(unit, actor))


def _find(unit: Unit, actor: Actor) -> Sequence[_Row]:
    waiting = (
        select(CaseLetter, Complaint)
        .join(Complaint, Complaint.id == CaseLetter.complaint_id)
        .where(
            CaseLetter.submitted_at.is_not(None),
            CaseLetter.frozen_at.is_(None),
            CaseLetter.kind.in_(KINDS),
            *list_readable_conditions(CaseFilter(), unit, actor),
        )
        .order_by(CaseLetter.submitted_at, CaseLetter.id)
        .limit(MOST_LISTED)
    )
    rows = [(row, complaint) for row, complaint in unit.session.execute(waiting)]
    if not rows:
        return ()
    bars = map_bars([row for row, _ in rows], unit, actor)
    login, hidden = staff_id_of(actor), _list_withheld(rows, unit, actor)
    is_approver = bool(actor.roles & APPROVING_ROLES)
    return [
        (row, complaint)
        for row, complaint in rows
        if row.id not in bars
        and row.id not in hidden
        and (is_approver or complaint.handler_id == login or actor.roles.intersection(WRITING_ROLES))
    ]


def _list_withheld(rows: Sequence[_Row], unit: Unit, actor: Actor) -> frozenset[str]:
    """Records of whose evidence this person may not know all."""
    records = {row.subject: (row.id, case) for row, case in rows if row.readers is LetterReaders.RECORD}
    if not records:
        return frozenset()
    items = unit.session.scalars(select(EvidenceItem).where(EvidenceItem.act_id.in_(records)))
    return frozenset(
        records[item.act_id][0]
        for item in items
        if item.act_id is not None and not may_see_item(item, staff_id_of(actor), records[item.act_id][1])
    )
