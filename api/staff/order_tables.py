"""`/orders`: a table of the hotline or of the review system is uploaded, looked at row by row and taken over."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.context import app_context, current_actor, make_unit
from api.security.permissions import Permission, permission
from models.ground.errors import Conflict, InvalidInput
from models.ground.order_codes import RowState
from services.orders.discard_table import LONGEST_REASON, DiscardTable, discard_table
from services.orders.read_table import MOST_BYTES
from services.orders.receive_table import ReceiveTable, receive_table
from services.orders.table_view import MOST_SHOWN, list_tables, read_table_page
from services.orders.take_table import confirm_table, take_table

blueprint = Blueprint("staff_order_tables", __name__, url_prefix="/orders")
# A table of an ordinary day is taken while its clerk waits; of a long one the workers take the rest.
_SECONDS_AT_ONCE = 3.0


@blueprint.get("")
@permission(Permission.INTAKE)
def tables() -> str:
    """The form to upload a file, and the last files with what became of them."""
    return _page({}, {})


@blueprint.post("")
@permission(Permission.INTAKE)
def upload() -> BaseResponse | tuple[str, int]:
    """Read it to look at; what is no such table is refused with what is wrong."""
    file = request.files.get("file")
    content = file.stream.read(MOST_BYTES + 1) if file is not None else b""
    name = (file.filename or "") if file is not None else ""
    try:
        table_id = receive_table(ReceiveTable(name, content), make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(refused.errors, refused.facts.get("file", {})), 422
    return redirect(url_for("staff_order_tables.table", table_id=table_id), code=303)


@blueprint.get("/tables/<table_id>")
@permission(Permission.INTAKE)
def table(table_id: str) -> str:
    """Row by row what it would do, or what it has done."""
    return _table_page(table_id, request.args.get("done", ""))


@blueprint.post("/tables/<table_id>")
@permission(Permission.INTAKE)
def confirm(table_id: str) -> BaseResponse | tuple[str, int]:
    """Take it over, once."""
    make = app_context().settings.make_unit
    try:
        confirm_table(table_id, make, current_actor())
    except Conflict:
        return _table_page(table_id, "before"), 409
    take_table(table_id, _SECONDS_AT_ONCE, make)
    return redirect(url_for("staff_order_tables.table", table_id=table_id, done="taken"), code=303)


@blueprint.post("/tables/<table_id>/discard")
@permission(Permission.INTAKE)
def discard(table_id: str) -> BaseResponse | tuple[str, int]:
    """Take it away, for this reason; what is filed of it stays."""
    reason = request.form.get("reason", "")
    try:
        discard_table(DiscardTable(table_id, reason), make_unit(), current_actor())
    except InvalidInput as refused:
        return _table_page(table_id, "", {"reason": reason}, refused.errors), 422
    except Conflict:
        return _table_page(table_id, "over"), 409
    return redirect(url_for("staff_order_tables.table", table_id=table_id, done="discarded"), code=303)


def _page(errors: Mapping[str, str], facts: Mapping[str, object]) -> str:
    tables = list_tables(make_unit(), current_actor())
    return render_template("staff/order_tables.html", errors=errors, facts=facts, tables=tables)


def _table_page(
    table_id: str,
    done: str,
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
) -> str:
    return render_template(
        "staff/order_table.html",
        page=read_table_page(table_id, make_unit(), current_actor()),
        states=[state for state in RowState if state not in (RowState.WAITING, RowState.DISCARDED)],
        done=done,
        typed=typed or {},
        errors=errors or {},
        longest_reason=LONGEST_REASON,
        most_shown=MOST_SHOWN,
    )
