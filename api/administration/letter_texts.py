"""`/administration/letter-texts`: what the blocks of letters say, previewed before, for administrators."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit, public_address
from api.security.permissions import Permission, permission
from api.sent_files import send_stream
from models.ground.errors import InvalidInput, NotFound
from services.letters.letter_texts import (
    LONGEST_REASON,
    ChangeLetterText,
    change_letter_text,
    list_letter_texts,
)
from services.letters.preview_text import PreviewText, preview_text
from services.office.own_texts import LONGEST_TEXT

blueprint = Blueprint("administration_letter_texts", __name__, url_prefix="/administration/letter-texts")

FIELDS = ("text", "reason", "replaces")
PREVIEW = "preview"


@blueprint.get("")
@permission(Permission.ADMINISTER)
def letter_texts() -> str:
    """Every block of every kind of letter, and what it said before."""
    return render_template(
        "administration/letter_texts.html",
        page=list_letter_texts(make_unit(), current_actor()),
        is_changed=request.args.get("changed") == "1",
    )


@blueprint.get("/<kind>/<block>")
@permission(Permission.ADMINISTER)
def letter_text(kind: str, block: str) -> str:
    """The form of one block with what it says now; `again` with an earlier text."""
    return _page(kind, block)


@blueprint.post("/<kind>/<block>")
@permission(Permission.ADMINISTER)
def change(kind: str, block: str) -> BaseResponse | tuple[str, int]:
    """Show a letter with the text, or have the block say it; faults come back at their fields with what was typed."""
    values = {name: request.form.get(name, "") for name in FIELDS}
    command = ChangeLetterText(kind, block, **values)
    values["case_number"] = request.form.get("case_number", "").strip()
    try:
        if request.form.get("go") == PREVIEW:
            return _preview(PreviewText(command, values["case_number"], public_address()))
        change_letter_text(command, make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(kind, block, values, refused.errors), 422
    return redirect(url_for("administration_letter_texts.letter_texts", changed="1"), code=303)


def _preview(command: PreviewText) -> Response:
    content = preview_text(command, make_unit(), current_actor())
    return send_stream([content], "范文预览.pdf", "application/pdf")


def _page(
    kind: str, block: str, values: Mapping[str, str] | None = None, errors: Mapping[str, str] | None = None
) -> str:
    page = list_letter_texts(make_unit(), current_actor())
    line = next((line for line in page.lines if (line.kind.name, line.block) == (kind, block)), None)
    if line is None:
        raise NotFound
    again = next((row for row, _ in page.earlier if str(row.id) == request.args.get("again")), None)
    shown = {
        "text": line.text if again is None else again.text,
        "replaces": str(line.row.id) if line.row else "",
    }
    return render_template(
        "administration/letter_text.html",
        line=line,
        values={**shown, **(values or {})},
        errors=dict(errors or {}),
        longest=LONGEST_TEXT,
        longest_reason=LONGEST_REASON,
    )
