"""`/reviews/sheet`: by which lines files are reviewed (评分表); drafted by one, published by another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit
from api.i18n import language
from api.security.permissions import Permission, permission
from models.ground.errors import InvalidInput
from models.ground.file_review_codes import SheetPart
from services.file_review.checks import CHECKS
from services.file_review.draft_sheet import BY_EXAMINER, FIELDS, MOST_LINES, DraftSheet, draft_sheet
from services.file_review.publish_sheet import publish_sheet
from services.file_review.read_sheets import read_sheets
from services.file_review.sheet import SheetLine

blueprint = Blueprint("staff_file_review_sheet", __name__, url_prefix="/reviews/sheet")

# Empty rows below the lines there are.
_EMPTY_ROWS = 3


@blueprint.get("")
@permission(Permission.HANDLE)
def sheet() -> str:
    """The sheet in force and the draft; whoever supervises drafts the next version."""
    return _page(None, {})


@blueprint.post("")
@permission(Permission.SUPERVISE)
def draft() -> BaseResponse | tuple[str, int]:
    """Keep a draft; faults come back at their lines with what was typed."""
    rows = [
        {name: request.form.get(f"{name}_{place}", "") for name in FIELDS}
        for place in range(MOST_LINES + _EMPTY_ROWS)
        if f"code_{place}" in request.form
    ]
    try:
        draft_sheet(DraftSheet(rows), make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(rows, dict(refused.errors)), 422
    return redirect("/reviews/sheet", code=303)


@blueprint.post("/<int:sheet_no>/publication")
@permission(Permission.SUPERVISE)
def publish(sheet_no: int) -> BaseResponse:
    """By another than who drafted it."""
    publish_sheet(sheet_no, request.form.get("seen", ""), make_unit(), current_actor())
    return redirect("/reviews/sheet", code=303)


def _page(rows: Sequence[Mapping[str, str]] | None, errors: Mapping[str, str]) -> str:
    page = read_sheets(make_unit(), current_actor())
    lines = page.draft_lines if page.draft else page.in_force.lines
    shown = list(rows) if rows is not None else [_row(line) for line in lines]
    if rows is None:
        shown += [{}] * min(_EMPTY_ROWS, MOST_LINES - len(shown))
    return render_template(
        "staff/file_review_sheet.html",
        page=page,
        rows=shown,
        errors=errors,
        parts=list(SheetPart),
        checks=sorted(CHECKS),
        by_examiner=BY_EXAMINER,
        spoken=language(),
        login=current_actor().staff_id,
    )


def _row(line: SheetLine) -> dict[str, str]:
    told = {name: getattr(line, name) for name in FIELDS}
    return {**{name: str(value) for name, value in told.items()}, "check": line.check or BY_EXAMINER}
