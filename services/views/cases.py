"""Pages of cases for staff, by part of the number, stage or handler; no search in free text or identity here."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select

from models.case.complaint import Complaint
from models.case.lifecycle import Stage
from services.access.find_exclusion import find_exclusions
from services.access.readable_cases import may_be_read
from services.actor import Actor, staff_id_of
from services.unit_of_work import Unit, UnitOfWork
from services.views.case_summary import CaseSummary, summarise
from services.views.open_after_archive import count_open
from services.views.page import ROWS_OF_A_PAGE, Page, cut_page, keep

MOST_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class SearchCases:
    """`text` is any part of a number; empty lists all, newest first. `limit` (200) is the size of a page."""

    text: str = ""
    stage: Stage | None = None
    handler_id: str | None = None
    limit: int = ROWS_OF_A_PAGE
    page: int = 1


def search_cases(command: SearchCases, unit_of_work: UnitOfWork, actor: Actor) -> Page[CaseSummary]:
    """A page of the cases this person may read."""
    size = max(1, min(command.limit, MOST_AT_ONCE))
    with unit_of_work.reading() as unit:
        ids = list(unit.session.scalars(_query(command, unit, actor)))
        cut = cut_page(keep(ids, lambda part: _list_readable(part, unit, actor)), command.page, size)
        rows = unit.session.scalars(select(Complaint).where(Complaint.id.in_(cut.keys))).all()
        still_open = count_open(rows, unit)
        by_id = {complaint.id: summarise(complaint, still_open[complaint.id]) for complaint in rows}
        return Page(tuple(by_id[key] for key in cut.keys), cut.number, cut.total, cut.has_more, size)


def _query(command: SearchCases, unit: Unit, actor: Actor) -> Select[str]:
    query = select(Complaint.id).order_by(Complaint.received_at.desc(), Complaint.number.desc())
    if text := command.text.strip().upper():
        query = query.where(Complaint.number.contains(text, autoescape=True))
    if command.stage is not None:
        query = query.where(Complaint.stage == command.stage)
    if command.handler_id is not None:
        query = query.where(Complaint.handler_id == command.handler_id)
    return query.where(may_be_read(unit, actor))


def _list_readable(ids: Sequence[str], unit: Unit, actor: Actor) -> frozenset[str]:
    excluded = find_exclusions(ids, staff_id_of(actor), unit)
    return frozenset(ids) - excluded.keys()
