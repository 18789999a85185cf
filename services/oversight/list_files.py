"""The files of a mandate, de-identified: codes and days, under numbers of the mandate's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, func, or_, select

from models.case.complaint import Complaint
from models.ground.errors import NotFound
from models.ground.oversight_codes import OversightPage
from models.office.oversight import OversightFile, OversightMandate
from services.actor import Actor
from services.ledger.ledger_row import LedgerRow, read_ledger_rows
from services.oversight.note_look import Look, note_look
from services.oversight.scope import get_own, list_conditions
from services.unit_of_work import Unit, UnitOfWork

PAGE = 50
# The greatest number that both databases keep.
MOST_NO = 2**31 - 1
LIST_COLUMNS = (
    "received_on",
    "channel",
    "category",
    "respondent_units",
    "items",
    "stage",
    "outcome",
    "finding",
    "lateness",
    "closed_on",
)


@dataclass(frozen=True, slots=True)
class OversightFiles:
    """A page, the newest first: number of the mandate and row of each file; `after` leads to the next page, None on the last."""

    mandate: OversightMandate
    files: tuple[tuple[int, LedgerRow], ...]
    after: int | None


def list_oversight_files(
    mandate_id: str, after: int | None, unit_of_work: UnitOfWork, actor: Actor
) -> OversightFiles:
    """On record before it is handed out; `after` is the number of the last file of the page before. As `get_own`."""
    with unit_of_work.reading() as unit:
        mandate = get_own(mandate_id, unit, actor, reads_files=True)
        ids = _list_ids(mandate, after, unit)
        rows = read_ledger_rows(ids[:PAGE], unit)
        unit.session.expunge_all()
    with unit_of_work as unit:
        held = unit.session.get_one(OversightMandate, mandate_id, with_for_update=True)
        numbers = _number(held, ids[:PAGE], unit)
        note_look(get_own(mandate_id, unit, actor, reads_files=True), Look(OversightPage.FILES), unit)
    files = tuple((numbers[row.complaint_id], row) for row in rows)
    return OversightFiles(mandate, files, files[-1][0] if len(ids) > PAGE else None)


def find_complaint(mandate: OversightMandate, no: int, unit: Unit) -> Complaint:
    """The complaint under a number, while the mandate opens it; NotFound."""
    if not 0 < no <= MOST_NO:
        raise NotFound
    own = OversightFile.mandate_id == mandate.id, OversightFile.no == no
    found = unit.session.scalar(
        select(Complaint)
        .join(OversightFile, OversightFile.complaint_id == Complaint.id)
        .where(*own, Complaint.destroyed_at.is_(None), *list_conditions(mandate, unit))
    )
    if found is None:
        raise NotFound
    return found


def _list_ids(mandate: OversightMandate, after: int | None, unit: Unit) -> list[str]:
    query = select(Complaint.id).where(Complaint.destroyed_at.is_(None), *list_conditions(mandate, unit))
    if after is not None:
        last = find_complaint(mandate, after, unit)
        earlier = and_(Complaint.received_at == last.received_at, Complaint.id < last.id)
        query = query.where(or_(Complaint.received_at < last.received_at, earlier))
    newest = query.order_by(Complaint.received_at.desc(), Complaint.id.desc()).limit(PAGE + 1)
    return list(unit.session.scalars(newest))


def _number(mandate: OversightMandate, ids: Sequence[str], unit: Unit) -> Mapping[str, int]:
    of_mandate = OversightFile.mandate_id == mandate.id
    known = unit.session.scalars(select(OversightFile).where(of_mandate, OversightFile.complaint_id.in_(ids)))
    numbers = {row.complaint_id: row.no for row in known}
    last = unit.session.scalar(select(func.max(OversightFile.no)).where(of_mandate)) or 0
    for no, complaint_id in enumerate((case for case in ids if case not in numbers), last + 1):
        unit.session.add(OversightFile(mandate_id=mandate.id, no=no, complaint_id=complaint_id))
        numbers[complaint_id] = no
    return numbers
