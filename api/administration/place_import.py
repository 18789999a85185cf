"""`/administration/import`: a table of units, windows and items is downloaded, changed, uploaded, looked at and taken over."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit
from api.security.permissions import Permission, permission
from api.sent_files import send_stream
from api.table_files import SheetToWrite, write_workbook
from models.ground.errors import Conflict, InvalidInput
from services.office.change_place import LONGEST_REASON
from services.office.place_import import (
    MOST_BYTES,
    ConfirmImport,
    Verdict,
    confirm_import,
    read_plan,
    receive_table,
    write_current_table,
)
from services.office.place_table import HEADINGS, SHEETS

blueprint = Blueprint("administration_import", __name__, url_prefix="/administration/import")

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("")
@permission(Permission.ADMINISTER)
def begin() -> str:
    """How it goes, the table to download and the form to upload it."""
    return _page({}, {})


@blueprint.get("/table.xlsx")
@permission(Permission.ADMINISTER)
def table() -> Response:
    """Filled with what there is now."""
    sheets = write_current_table(make_unit(), current_actor())
    written = write_workbook(SheetToWrite(sheet.head, sheet.rows, sheet.name) for sheet in sheets)
    return send_stream(written, "机构窗口事项.xlsx", XLSX_TYPE)


@blueprint.post("")
@permission(Permission.ADMINISTER)
def upload() -> BaseResponse | tuple[str, int]:
    """Read it to look at; what is no such table is refused with what is wrong."""
    file = request.files.get("file")
    content = file.stream.read(MOST_BYTES + 1) if file is not None else b""
    try:
        import_id = receive_table(content, make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(refused.errors, refused.facts.get("file", {})), 422
    return redirect(url_for("administration_import.preview", import_id=import_id), code=303)


@blueprint.get("/<import_id>")
@permission(Permission.ADMINISTER)
def preview(import_id: str) -> str:
    """Row by row what it would do; nothing is done yet."""
    return _preview(import_id, {}, "")


@blueprint.post("/<import_id>")
@permission(Permission.ADMINISTER)
def confirm(import_id: str) -> BaseResponse | tuple[str, int]:
    """Take all of it over, once."""
    reason = request.form.get("reason", "")
    command = ConfirmImport(import_id, request.form.get("mark", ""), reason)
    try:
        confirm_import(command, make_unit(), current_actor())
    except InvalidInput as refused:
        return _preview(import_id, refused.errors, reason), 422
    except Conflict:
        return _preview(import_id, {}, reason, is_overtaken=True), 409
    return redirect(url_for("administration_import.preview", import_id=import_id, done="1"), code=303)


def _page(errors: Mapping[str, str], facts: Mapping[str, object]) -> str:
    columns = [(SHEETS[kind], list(HEADINGS[kind].values())) for kind in SHEETS]
    return render_template("administration/import.html", errors=errors, facts=facts, columns=columns)


def _preview(import_id: str, errors: Mapping[str, str], reason: str, *, is_overtaken: bool = False) -> str:
    plan = read_plan(import_id, make_unit(), current_actor())
    order = list(Verdict)
    shown = [row for row in plan.rows if row.verdict is not Verdict.SAME]
    return render_template(
        "administration/import_preview.html",
        plan=plan,
        rows=sorted(shown, key=lambda row: order.index(row.verdict)),
        verdicts=order,
        sheets=SHEETS,
        headings=HEADINGS,
        errors=errors,
        values={"reason": reason},
        is_overtaken=is_overtaken,
        is_done=request.args.get("done") == "1",
        longest=LONGEST_REASON,
    )
