"""`/prior/tables`: a table that the office kept before is uploaded, its columns named, looked at, taken over, taken back."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, Response, redirect, render_template, request, stream_with_context, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.context import app_context, current_actor, make_unit
from api.i18n import code_text, gettext
from api.security.permissions import Permission, permission
from api.sent_files import send_stream
from api.table_files import SheetToWrite, write_workbook, write_xlsx
from models.ground.errors import Conflict, InvalidInput
from models.ground.prior_codes import PriorColumn, PriorState
from services.prior.columns import NAMES, REQUIRED
from services.prior.name_columns import NameColumns, name_columns
from services.prior.read_file import MOST_BYTES
from services.prior.receive_table import LONGEST_PURPOSE, ReceiveTable, receive_table
from services.prior.table_view import (
    MOST_SHOWN,
    WrongRow,
    list_tables,
    list_wrong_rows,
    read_table_page,
)
from services.prior.take_back import TakeBack, take_back
from services.prior.take_table import confirm_table, take_table

blueprint = Blueprint("staff_prior_tables", __name__, url_prefix="/prior/tables")
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A short table is taken while somebody waits; of a long one the workers take the rest.
_SECONDS_AT_ONCE = 3.0
_MEANINGS = {column.value: column for column in PriorColumn}
_STATES = (PriorState.WAITING, PriorState.WRONG, PriorState.TAKEN, PriorState.SAME)
_STATES_BEFORE = (PriorState.WAITING, PriorState.WRONG, PriorState.SAME)
_EXAMPLE = {
    PriorColumn.NUMBER: "2024-0017",
    PriorColumn.RECEIVED: "2024-03-05 09:30",
    PriorColumn.ANSWERED: "2024-03-12",
}


@blueprint.get("")
@permission(Permission.PRIOR)
def tables() -> str:
    """The form to upload a file, and the last files with what became of them."""
    return _page({})


@blueprint.get("/template.xlsx")
@permission(Permission.PRIOR)
def template() -> Response:
    """An empty table with the headings that are read, and a sheet that says which of them must be filled."""
    heads = [names[0] for names in NAMES.values()]
    told = [
        (names[0], gettext("must be filled") if column in REQUIRED else "", _EXAMPLE.get(column, ""))
        for column, names in NAMES.items()
    ]
    about = [gettext("Column"), gettext("Needed"), gettext("Example")]
    sheets = [SheetToWrite(heads, (), "历史投诉"), SheetToWrite(about, told, "填写说明")]
    return send_stream(write_workbook(sheets), "历史投诉模板.xlsx", XLSX_TYPE)


@blueprint.post("")
@permission(Permission.PRIOR)
def upload() -> BaseResponse | tuple[str, int]:
    """Read it to look at; what is no such table is refused with what is wrong."""
    file = request.files.get("file")
    content = file.stream.read(MOST_BYTES + 1) if file is not None else b""
    name = (file.filename or "") if file is not None else ""
    command = ReceiveTable(name, content, request.form.get("purpose", ""))
    try:
        received = receive_table(command, make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(refused.errors), 422
    return _to(received.table_id, "here" if received.was_here else "")


@blueprint.get("/<table_id>")
@permission(Permission.PRIOR)
def table(table_id: str) -> str:
    """What its columns mean and what its rows would become, or have become."""
    return _table_page(table_id, {}, done=request.args.get("done", ""))


@blueprint.post("/<table_id>/columns")
@permission(Permission.PRIOR)
def columns(table_id: str) -> BaseResponse | tuple[str, int]:
    """Say what the headings mean."""
    meanings = tuple(_MEANINGS.get(value) for value in request.form.getlist("meaning"))
    try:
        name_columns(NameColumns(table_id, meanings), make_unit(), current_actor())
    except InvalidInput as refused:
        return _table_page(table_id, refused.errors), 422
    except Conflict:
        return _table_page(table_id, {}, done="before"), 409
    return _to(table_id, "read")


@blueprint.post("/<table_id>")
@permission(Permission.PRIOR)
def confirm(table_id: str) -> BaseResponse | tuple[str, int]:
    """Take it over, once."""
    make = app_context().settings.make_unit
    try:
        confirm_table(table_id, make, current_actor())
    except Conflict:
        return _table_page(table_id, {}, done="before"), 409
    take_table(table_id, _SECONDS_AT_ONCE, make)
    return _to(table_id, "taken")


@blueprint.post("/<table_id>/back")
@permission(Permission.PRIOR)
def back(table_id: str) -> BaseResponse | tuple[str, int]:
    """Take it back as a whole."""
    try:
        take_back(TakeBack(table_id, request.form.get("reason", "")), make_unit(), current_actor())
    except InvalidInput as refused:
        return _table_page(table_id, refused.errors, facts=refused.facts.get("reason", {})), 422
    except Conflict:
        return _table_page(table_id, {}, done="before"), 409
    return _to(table_id, "back")


@blueprint.get("/<table_id>/wrong.xlsx")
@permission(Permission.PRIOR)
def wrong(table_id: str) -> Response:
    """Every row that is left out: its line in the file, its number, the column and what is wrong."""
    rows = list_wrong_rows(table_id, app_context().settings.make_unit, current_actor())
    head = [gettext("Line"), gettext("Number"), gettext("Column"), gettext("What is wrong")]
    cells = ((str(row.line), row.number, *told) for row in rows for told in _faults(row))
    return send_stream(stream_with_context(write_xlsx(head, cells)), "未导入的行.xlsx", XLSX_TYPE)


def _faults(row: WrongRow) -> list[tuple[str, str]]:
    return [
        (code_text("prior_column", name), code_text("invalid", fault)) for name, fault in row.faults.items()
    ]


def _to(table_id: str, done: str) -> BaseResponse:
    return redirect(url_for("staff_prior_tables.table", table_id=table_id, done=done or None), code=303)


def _page(errors: Mapping[str, str]) -> str:
    return render_template(
        "staff/prior_tables.html",
        errors=errors,
        values={"purpose": request.form.get("purpose", "")},
        tables=list_tables(make_unit(), current_actor()),
        columns=NAMES,
        required=REQUIRED,
        longest=LONGEST_PURPOSE,
    )


def _table_page(
    table_id: str,
    errors: Mapping[str, str],
    *,
    done: str = "",
    facts: Mapping[str, object] | None = None,
) -> str:
    page = read_table_page(table_id, make_unit(), current_actor())
    meanings = tuple(_MEANINGS.get(value) for value in request.form.getlist("meaning"))
    return render_template(
        "staff/prior_table.html",
        page=page,
        meanings=meanings if len(meanings) == len(page.headings) else page.meanings,
        choices=list(PriorColumn),
        required=REQUIRED,
        states=_STATES if page.table.is_confirmed else _STATES_BEFORE,
        errors=errors,
        facts=facts or {},
        values={"reason": request.form.get("reason", "")},
        done=done,
        most_shown=MOST_SHOWN,
        longest=LONGEST_PURPOSE,
    )
