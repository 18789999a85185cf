"""`/administration/recurrence`: from how often on the same problem recurs, for administrators."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit
from api.security.permissions import Permission, permission
from models.ground.errors import InvalidInput
from models.office.recurrence_rule import BASIS_LENGTH
from services.recurrence.change_rule import BOUNDS, ChangeRule, change_rule, read_rule

blueprint = Blueprint("administration_recurrence", __name__, url_prefix="/administration/recurrence")

_FIELDS = (*BOUNDS, "basis", "replaces")


@blueprint.get("")
@permission(Permission.ADMINISTER)
def rule() -> str:
    """What holds, in the form to change it, and the versions before."""
    return _page({}, {})


@blueprint.post("")
@permission(Permission.ADMINISTER)
def change() -> BaseResponse | tuple[str, int]:
    """Change it; faults come back at their fields with what was typed."""
    values = {name: request.form.get(name, "").strip() for name in _FIELDS}
    try:
        change_rule(ChangeRule(**values), make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(values, dict(refused.errors)), 422
    return redirect(url_for("administration_recurrence.rule", changed="1"), code=303)


def _page(values: Mapping[str, str], errors: Mapping[str, str]) -> str:
    page = read_rule(make_unit(), current_actor())
    held = {name: str(getattr(page.rule, name)) for name in (*BOUNDS, "basis")}
    # That it was changed is told now, with what holds: a second try replaces that.
    return render_template(
        "administration/recurrence.html",
        page=page,
        values={**held, **values, "replaces": str(page.rule.no)},
        errors=errors,
        bounds=BOUNDS,
        longest=BASIS_LENGTH,
        is_changed=request.args.get("changed") == "1",
    )
