"""A page of the ledger with its totals: the cases that a person may read, each with its whole life."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, false, select

from models.case.complaint import Complaint
from models.case.prior_case import PriorCase
from services.actor import Actor
from services.ledger.ledger_filter import LedgerFilter, list_ledger_conditions
from services.ledger.ledger_row import LedgerRow, read_ledger_rows
from services.ledger.other_files import hide_other_files
from services.ledger.prior_rows import read_prior_ledger_rows
from services.ledger.total_ledger import LedgerTotals, total_rows
from services.unit_of_work import Unit, UnitOfWork
from services.views.case_filter import CaseOrder, order_of
from services.views.cases import list_readable_conditions
from services.views.counted_page import PageAsked, read_counted
from services.views.page import Page
from services.views.prior_cases import list_prior_conditions


@dataclass(frozen=True, slots=True)
class ListLedger:
    """What is asked for, in which order, and which page."""

    asked: LedgerFilter = field(default_factory=LedgerFilter)
    order: CaseOrder = CaseOrder.NEWEST
    page: int = 1


@dataclass(frozen=True, slots=True)
class LedgerPage:
    """`totals` are of all rows that are asked for; None of what was kept before, whose tables tell nothing to count by."""

    rows: Page[LedgerRow]
    totals: LedgerTotals | None


def list_ledger(command: ListLedger, unit_of_work: UnitOfWork, actor: Actor) -> LedgerPage:
    """Page `page`, or the nearest that there is; as many statements for a hundred thousand cases as for one."""
    with unit_of_work.reading() as unit:
        if command.asked.is_prior:
            return LedgerPage(_list_prior(command, unit, actor), None)
        conditions = list_row_conditions(command.asked, unit, actor)
        query = select(Complaint.id).where(*conditions).order_by(*order_of(command.order))
        found = read_counted(query, PageAsked(command.page), unit)
        rows = hide_other_files(read_ledger_rows([case for (case,) in found.rows], unit), unit, actor)
        page = Page(tuple(rows), found.number, found.total, found.has_more)
        return LedgerPage(page, total_rows(conditions, unit))


def list_prior_row_conditions(asked: LedgerFilter, unit: Unit, actor: Actor) -> list[ColumnElement[bool]]:
    """The same of what was kept before this system; none where its tables have no column for what is asked."""
    if asked.by_codes_of_the_ledger().keys() - {"is_prior"}:
        return [false()]
    return list_prior_conditions(asked.cases, unit, actor)


def list_row_conditions(asked: LedgerFilter, unit: Unit, actor: Actor) -> list[ColumnElement[bool]]:
    """What holds for a row that is asked for and that the person may read: in every page, total and table of the ledger."""
    return [*list_readable_conditions(asked.cases, unit, actor), *list_ledger_conditions(asked, unit)]


def _list_prior(command: ListLedger, unit: Unit, actor: Actor) -> Page[LedgerRow]:
    query = select(PriorCase.no).where(*list_prior_row_conditions(command.asked, unit, actor))
    query = query.order_by(PriorCase.received_at.desc(), PriorCase.no.desc())
    found = read_counted(query, PageAsked(command.page), unit)
    rows = read_prior_ledger_rows([no for (no,) in found.rows], unit)
    return Page(tuple(rows), found.number, found.total, found.has_more)
