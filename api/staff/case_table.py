"""`/cases/table`: the cases of a list as a file, for a stated purpose."""

from __future__ import annotations

from itertools import chain

from flask import Blueprint, Response, render_template, request, stream_with_context

from api.context import app_context, current_actor, make_unit, office_now
from api.i18n import code_text, gettext
from api.looks import put_rows_on_record
from api.moments import day, moment
from api.security.permissions import Permission, permission
from api.sent_files import send_stream
from api.staff.case_form import FIELDS
from api.staff.case_list import asked_of_form
from api.table_files import CSV_TYPE, write_csv, write_xlsx
from models.clock.legal_time import beijing_date
from models.ground.errors import InvalidInput
from services.lists.case_table import (
    LONGEST_PURPOSE,
    MOST_ROWS,
    TableFormat,
    TableRow,
    TakeTable,
    read_rows,
    take_table,
)
from services.lists.prior_table import PriorTableRow, read_prior_rows, take_prior_table
from services.views.case_choices import CaseChoices, list_case_choices

blueprint = Blueprint("staff_case_table", __name__, url_prefix="/cases/table")

TYPES = {
    TableFormat.CSV: CSV_TYPE,
    TableFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_HEAD = (
    "Complaint number",
    "Received",
    "Channel",
    "Category",
    "Stage",
    "Complained about",
    "Handling unit",
    "Handler",
    "State",
    "Next due",
    "Closed",
    "Transferred to the archives",
)


@blueprint.get("")
@permission(Permission.HANDLE)
def table_form() -> str:
    """What for, and as what."""
    return _form("", {})


@blueprint.post("")
@permission(Permission.HANDLE)
def table() -> Response | tuple[str, int]:
    """The file, streamed; that it is taken is committed before its first byte, who is in it before each part of it leaves."""
    asked, order = asked_of_form()
    wanted = TableFormat.CSV if request.form.get("format") == TableFormat.CSV else TableFormat.XLSX
    purpose = request.form.get("purpose", "")
    try:
        command = TakeTable(asked, order, wanted, purpose)
        ids = take_table(command, make_unit(), current_actor())
        with_prior = request.form.get("with_prior") == "true"
        prior = take_prior_table(command, make_unit(), current_actor()) if with_prior else ()
    except InvalidInput as refused:
        return _form(purpose, dict(refused.errors)), 422
    choices = list_case_choices(make_unit())
    head = [gettext(name) for name in _HEAD]
    words, origin = _Words(), gettext("Kept before")
    make, actor = app_context().settings.make_unit, current_actor()
    read = chain[TableRow | PriorTableRow](read_rows(ids, make, actor), read_prior_rows(prior, make, actor))
    rows = put_rows_on_record(read, _thing_of)
    cells = (
        words.cells_of(row, choices) if isinstance(row, TableRow) else _prior_cells(row, origin)
        for row in rows
    )
    body = write_csv(head, cells) if wanted is TableFormat.CSV else write_xlsx(head, cells)
    name = f"cases-{beijing_date(office_now()).isoformat()}.{wanted.value}"
    # The texts are of this request's language, and the file is written when its answer has begun.
    return send_stream(stream_with_context(body), name, TYPES[wanted])


def _thing_of(row: TableRow | PriorTableRow) -> tuple[str, str | None]:
    """What was kept before is no complaint: a look at it is one at itself."""
    return (row.complaint_id, row.complaint_id) if isinstance(row, TableRow) else (row.id, None)


def _prior_cells(row: PriorTableRow, origin: str) -> list[str]:
    """In the columns of the cases; where a case has its stage it says that it is none."""
    received, answered = day(row.received_at), day(row.answered_at)
    words = [row.channel, row.category, origin, row.place, "", row.handler, "", ""]
    return [row.number, received, *words, answered, ""]


class _Words:
    """Names of codes, each asked for once."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], str] = {}

    def cells_of(self, row: TableRow, choices: CaseChoices) -> list[str]:
        """One row as texts."""
        return [
            row.number,
            moment(row.received_at),
            self._name("channel", row.channel),
            self._name("category", row.category),
            self._name("stage", row.stage),
            "; ".join(row.respondents),
            choices.unit_names.get(row.handling_unit or "", ""),
            choices.names.get(row.handler_id or "", ""),
            self._name("rung", row.clock_state),
            moment(row.next_due_at),
            moment(row.closed_at),
            row.transferred_on.isoformat() if row.transferred_on else "",
        ]

    def _name(self, kind: str, code: str | None) -> str:
        if code is None:
            return ""
        key = (kind, str(code))
        if key not in self._known:
            self._known[key] = code_text(kind, code)
        return self._known[key]


def _form(purpose: str, errors: dict[str, str]) -> str:
    sent = request.args if request.method == "GET" else request.form
    return render_template(
        "staff/case_table.html",
        kept={name: sent.get(name, "") for name in FIELDS},
        values={"purpose": purpose, "with_prior": request.form.get("with_prior", "")},
        errors=errors,
        longest_purpose=LONGEST_PURPOSE,
        most_rows=MOST_ROWS,
    )
