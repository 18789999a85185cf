"""`/ledger`: one row a complaint over its whole life, by columns that a person chooses, with totals of all that is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit
from api.i18n import language
from api.security.permissions import Permission, permission
from api.staff.case_form import LONGEST_WORDS, read_order
from api.staff.ledger_cells import make_words
from api.staff.ledger_form import (
    HOURS,
    WEEKDAYS,
    ledger_address,
    ledger_fields,
    read_asked,
    read_columns,
    read_ledger_filter,
)
from models.case.lifecycle import ClockKind, Outcome, Stage
from models.case.matter import COUNTED_PROBLEMS
from models.ground.cause_codes import CauseCoding, CauseRoot
from models.ground.codes import Category, Channel, Finding
from models.ground.errors import InvalidInput
from services.ledger.columns import COLUMN_OF, LEDGER_COLUMNS, LedgerColumn, LedgerPart
from services.ledger.entry_filter import MarkAsked
from services.ledger.filter_by_field import WithoutAsked
from services.ledger.ledger_filter import EvaluationAsked, LatenessAsked
from services.ledger.list_ledger import ListLedger, list_ledger
from services.lists.case_views import delete_view, list_views
from services.lists.ledger_views import KeptLedger, keep_ledger
from services.office.causes import map_cause_names
from services.views.case_choices import list_case_choices
from services.views.case_filter import CaseOrder, is_searchable

blueprint = Blueprint("staff_ledger", __name__, url_prefix="/ledger")

_CODES = {
    "order": tuple(CaseOrder),
    "stage": tuple(Stage),
    "category": tuple(Category),
    "channel": tuple(Channel),
    "outcome": tuple(Outcome),
    "finding": tuple(Finding),
    "cause_coding": tuple(CauseCoding),
    "cause_root": tuple(CauseRoot),
    "lateness": tuple(LatenessAsked),
    "evaluation": tuple(EvaluationAsked),
    "without": tuple(WithoutAsked),
    "problem": tuple(kind for kind in Category if kind in COUNTED_PROBLEMS),
    "lost_limit": tuple(ClockKind),
    "mark": tuple(MarkAsked),
}


@blueprint.get("")
@permission(Permission.HANDLE)
def read_ledger() -> str:
    """A page of it, by what stands in the address or by a search that is kept under its id."""
    return _page(read_asked(request.args), request.args.get("view", ""), {})


@blueprint.post("/find")
@permission(Permission.HANDLE)
def find_rows() -> BaseResponse | tuple[str, int]:
    """Narrow it; what people wrote stands in no address."""
    asked = read_ledger_filter(request.form, words=True)
    search = KeptLedger(asked, read_order(request.form), read_columns(request.form))
    if asked.cases.words and not is_searchable(asked.cases.words):
        without = replace(asked, cases=replace(asked.cases, words=""))
        return _page(replace(search, asked=without), "", {"words": "TWO_CHARACTERS"}), 422
    if not asked.cases.is_for_no_address:
        return redirect(ledger_address(search), code=303)
    kept = keep_ledger(search, make_unit(), current_actor())
    return redirect(ledger_address(search, kept), code=303)


@blueprint.post("/views")
@permission(Permission.HANDLE)
def keep_ledger_view() -> BaseResponse | tuple[str, int]:
    """Keep what is asked for, and its columns, under a name."""
    search = replace(read_asked(request.form), name=request.form.get("name", ""))
    try:
        kept = keep_ledger(search, make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(replace(search, name=None), request.form.get("view", ""), dict(refused.errors)), 422
    return redirect(f"/ledger?view={kept}", code=303)


@blueprint.post("/views/<view_id>/delete")
@permission(Permission.HANDLE)
def drop_ledger_view(view_id: str) -> BaseResponse:
    """Let go of a view of one's own."""
    delete_view(view_id, make_unit(), current_actor())
    return redirect("/ledger", code=303)


class _Ways:
    """Where a total leads: to the ledger of its own cases, in the same columns."""

    def __init__(self, search: KeptLedger, view_id: str) -> None:
        self._search, self._view_id = search, view_id

    def all(self) -> str:
        """What is asked for, from its first page."""
        return ledger_address(self._search, self._view_id)

    def late(self, value: str) -> str:
        """Of these, the ones that are late or not as named."""
        asked = replace(self._search.asked, lateness=LatenessAsked(value))
        return ledger_address(replace(self._search, asked=asked), self._view_id)

    def said(self, value: str) -> str:
        """Of these, the ones that were evaluated as named."""
        asked = replace(self._search.asked, evaluation=EvaluationAsked(value))
        return ledger_address(replace(self._search, asked=asked), self._view_id)


def _page(search: KeptLedger, view_id: str, errors: Mapping[str, str]) -> str:
    actor, choices = current_actor(), list_case_choices(make_unit())
    causes = map_cause_names(make_unit(), language())
    command = ListLedger(search.asked, search.order, request.args.get("page", 1, type=int))
    found = list_ledger(command, make_unit(), actor)
    return render_template(
        "staff/ledger.html",
        rows=found.rows,
        totals=found.totals,
        to=_Ways(search, view_id),
        asked=search.asked,
        order=search.order,
        columns=[COLUMN_OF[name] for name in search.columns],
        parts=list(_by_part()),
        words=make_words(choices, causes),
        choices=choices,
        codes=_CODES,
        weekdays=WEEKDAYS,
        hours=HOURS,
        causes=causes,
        view_id=view_id,
        view_name=search.name,
        views=list_views(make_unit(), actor, of_ledger=True),
        fields=ledger_fields(search, view_id),
        table_address=ledger_address(search, view_id, "/ledger/table"),
        typed=request.form.get("words", "") if errors else search.asked.cases.words,
        longest_words=LONGEST_WORDS,
        errors=errors,
    )


def _by_part() -> Iterator[tuple[LedgerPart, list[LedgerColumn]]]:
    for part in LedgerPart:
        yield part, [column for column in LEDGER_COLUMNS if column.part is part]
