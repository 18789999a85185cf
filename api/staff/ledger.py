"""`/ledger`: one row a complaint over its whole life, by columns that a person chooses, with totals of all that is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from flask import Blueprint, render_template, request

from api.context import current_actor, make_unit
from api.security.permissions import Permission, permission
from api.staff.case_form import read_order
from api.staff.ledger_cells import LedgerWords
from api.staff.ledger_form import ledger_address, read_columns, read_ledger_filter
from models.case.lifecycle import Outcome, Stage
from models.ground.codes import Category, Channel, Finding
from services.ledger.columns import COLUMN_OF, LEDGER_COLUMNS, LedgerColumn, LedgerPart
from services.ledger.ledger_filter import EvaluationAsked, LatenessAsked, LedgerFilter
from services.ledger.list_ledger import ListLedger, list_ledger
from services.ledger.total_ledger import total_ledger
from services.views.case_choices import list_case_choices
from services.views.case_filter import CaseOrder
from services.views.organisation_names import map_item_names

blueprint = Blueprint("staff_ledger", __name__, url_prefix="/ledger")


@blueprint.get("")
@permission(Permission.HANDLE)
def read_ledger() -> str:
    """A page of it, by what stands in the address."""
    asked, order = read_ledger_filter(request.args), read_order(request.args)
    columns = read_columns(request.args)
    actor, choices = current_actor(), list_case_choices(make_unit())
    command = ListLedger(asked, order, request.args.get("page", 1, type=int))
    return render_template(
        "staff/ledger.html",
        rows=list_ledger(command, make_unit(), actor),
        totals=total_ledger(asked, make_unit(), actor),
        to=_Ways(asked, order, columns),
        asked=asked,
        order=order,
        columns=[COLUMN_OF[name] for name in columns],
        parts=list(_by_part()),
        words=LedgerWords(choices, map_item_names(make_unit())),
        choices=choices,
        codes=_CODES,
    )


_CODES = {
    "order": tuple(CaseOrder),
    "stage": tuple(Stage),
    "category": tuple(Category),
    "channel": tuple(Channel),
    "outcome": tuple(Outcome),
    "finding": tuple(Finding),
    "lateness": tuple(LatenessAsked),
    "evaluation": tuple(EvaluationAsked),
}


class _Ways:
    """Where a total leads: to the ledger of its own cases, in the same columns."""

    def __init__(self, asked: LedgerFilter, order: CaseOrder, columns: tuple[str, ...]) -> None:
        self._asked, self._order, self._columns = asked, order, columns

    def all(self) -> str:
        """What is asked for, from its first page."""
        return ledger_address(self._asked, self._order, self._columns)

    def late(self, value: str) -> str:
        """Of these, the ones that are late or not as named."""
        return ledger_address(replace(self._asked, lateness=LatenessAsked(value)), self._order, self._columns)

    def said(self, value: str) -> str:
        """Of these, the ones that were evaluated as named."""
        return ledger_address(
            replace(self._asked, evaluation=EvaluationAsked(value)), self._order, self._columns
        )


def _by_part() -> Iterator[tuple[LedgerPart, list[LedgerColumn]]]:
    for part in LedgerPart:
        yield part, [column for column in LEDGER_COLUMNS if column.part is part]
