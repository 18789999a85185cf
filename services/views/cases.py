"""Pages of cases for staff, narrowed, cut and counted by the database."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, select

from models.case.complaint import Complaint
from models.case.lifecycle import Stage
from services.access.kept_away import must_keep_away
from services.access.readable_cases import may_be_read
from services.actor import Actor, staff_id_of
from services.unit_of_work import Unit, UnitOfWork
from services.views.case_filter import CaseFilter, CaseOrder, list_conditions, order_of
from services.views.case_subject import NO_SUBJECT, CaseSubject, list_subjects
from services.views.case_summary import CaseSummary, summarise
from services.views.counted_page import PageAsked, read_counted
from services.views.open_after_archive import count_open
from services.views.page import ROWS_OF_A_PAGE, Page
from services.views.transferred import map_transferred
from services.views.unreviewed import VersionMark, map_version_marks

MOST_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class SearchCases:
    """`text` is any part of a number; empty lists all, newest first. `limit` (200) is the size of a page."""

    text: str = ""
    stage: Stage | None = None
    handler_id: str | None = None
    limit: int = ROWS_OF_A_PAGE
    page: int = 1
    asked: CaseFilter = field(default_factory=CaseFilter)
    order: CaseOrder = CaseOrder.NEWEST


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case with what it is about; `mark` None for nearly every one."""

    case: CaseSummary
    subject: CaseSubject
    mark: VersionMark | None


def search_cases(command: SearchCases, unit_of_work: UnitOfWork, actor: Actor) -> Page[CaseSummary]:
    """A page of the cases this person may read; as many statements for a hundred thousand as for one."""
    with unit_of_work.reading() as unit:
        page = _find(command, unit, actor)
        return Page(_summarise(page, unit), page.number, page.total, page.has_more, page.size)


def list_cases_with_subjects(command: SearchCases, unit_of_work: UnitOfWork, actor: Actor) -> Page[CaseRow]:
    """The same with subject and respondents, and the mark of what goes by a version that nobody reviewed."""
    with unit_of_work.reading() as unit:
        page = _find(command, unit, actor)
        ids = [row.id for row in page]
        subjects, marks = list_subjects(ids, unit), map_version_marks(ids, unit)
        rows = tuple(
            CaseRow(case, subjects.get(case.complaint_id, NO_SUBJECT), marks.get(case.complaint_id))
            for case in _summarise(page, unit)
        )
        return Page(rows, page.number, page.total, page.has_more, page.size)


def list_readable_conditions(asked: CaseFilter, unit: Unit, actor: Actor) -> list[ColumnElement[bool]]:
    """What holds for a case that is asked for and that the person may read: in every list, count and table of cases."""
    return [
        *list_conditions(asked, unit),
        may_be_read(unit, actor),
        ~must_keep_away(staff_id_of(actor), unit),
    ]


def _find(command: SearchCases, unit: Unit, actor: Actor) -> Page[Complaint]:
    """Page `page`, or the nearest that there is; of more than 10,000 the first 10,000 can be paged."""
    size = max(1, min(command.limit, MOST_AT_ONCE))
    conditions = list_readable_conditions(command.asked, unit, actor)
    if text := command.text.strip().upper():
        conditions.append(Complaint.number.contains(text, autoescape=True))
    if command.stage is not None:
        conditions.append(Complaint.stage == command.stage)
    if command.handler_id is not None:
        conditions.append(Complaint.handler_id == command.handler_id)
    query = select(Complaint).where(*conditions).order_by(*order_of(command.order))
    found = read_counted(query, PageAsked(command.page, size), unit)
    return Page(tuple(row for (row,) in found.rows), found.number, found.total, found.has_more, size)


def _summarise(page: Page[Complaint], unit: Unit) -> tuple[CaseSummary, ...]:
    still_open, transferred = count_open(page, unit), map_transferred(page, unit)
    return tuple(
        summarise(complaint, still_open[complaint.id], transferred.get(complaint.id)) for complaint in page
    )
