"""`/refusal-grounds`: what the centre says by default when it does not accept a matter, for administrators."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit
from api.security.permissions import Permission, permission
from models.ground.errors import InvalidInput
from services.office.ground_texts import (
    LONGEST,
    LONGEST_PLACE,
    ChangeGroundText,
    change_ground_text,
    list_ground_texts,
)

blueprint = Blueprint("staff_refusal_grounds", __name__, url_prefix="/refusal-grounds")

FIELDS = ("ground", "text", "right_place", "remedies", "note", "reason", "replaces")
_OF_THE_TEXT = ("ground", "text", "right_place", "remedies", "note", "basis_codes")

Values = dict[str, object]


@blueprint.get("")
@permission(Permission.ADMINISTER)
def refusal_grounds() -> str:
    """All grounds with what is said of them; `ground` opens the form with its text, `again` with an earlier one."""
    return _page(request.args.get("ground", ""))


@blueprint.post("")
@permission(Permission.ADMINISTER)
def change() -> BaseResponse | tuple[str, int]:
    """Say something else from now on; faults come back at their fields with what was typed."""
    told = {name: request.form.get(name, "").strip() for name in FIELDS}
    codes = request.form.getlist("basis_codes")
    try:
        change_ground_text(ChangeGroundText(**told, basis_codes=codes), make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(told["ground"], {**told, "basis_codes": codes}, dict(refused.errors)), 422
    return redirect(url_for("staff_refusal_grounds.refusal_grounds", changed="1"), code=303)


def _page(ground: str, values: Values | None = None, errors: dict[str, str] | None = None) -> str:
    shown = list_ground_texts(make_unit(), current_actor())
    known = next((row for row, _ in shown.rows if row.ground.value == ground), None)
    again = next((row for row, _ in shown.earlier if str(row.id) == request.args.get("again")), None)
    if again is not None and known is None:
        known = next((row for row, _ in shown.rows if row.ground == again.ground), None)
    if values is None and known is not None:
        values = {name: getattr(again or known, name) for name in _OF_THE_TEXT}
    if values is not None and known is not None:
        # After a refusal the form is that of the text in force, which stands above it.
        values = {**values, "ground": known.ground.value, "replaces": str(known.id)}
    return render_template(
        "staff/refusal_grounds.html",
        page=shown,
        ground=known.ground.value if known is not None else "",
        asked=request.args.get("q", "").strip(),
        values=values or {},
        errors=errors or {},
        longest=LONGEST,
        longest_place=LONGEST_PLACE,
        is_changed=request.args.get("changed") == "1",
    )
