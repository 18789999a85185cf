"""`/administration/causes`: the office's tree of causes (原因树), for administrators."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit
from api.i18n import language
from api.security.permissions import Permission, permission
from models.ground.cause_codes import CauseRoot
from models.ground.errors import InvalidInput
from models.office.cause import ENGLISH_LENGTH, NAME_LENGTH
from services.office.change_cause import (
    LONGEST_MEANING,
    LONGEST_REASON,
    CauseLine,
    ChangeCause,
    change_cause,
    read_tree,
)

blueprint = Blueprint("administration_causes", __name__, url_prefix="/administration/causes")

FIELDS = ("root", "name_zh", "name_en", "means", "reason", "replaces")
LENGTHS = {
    "name_zh": NAME_LENGTH,
    "name_en": ENGLISH_LENGTH,
    "means": LONGEST_MEANING,
    "reason": LONGEST_REASON,
}


@blueprint.get("")
@permission(Permission.ADMINISTER)
def causes() -> str:
    """The tree with how often each cause is told, and those before; `change` and `below` open the form of one or of a new one."""
    return _page(request.args.get("change", ""))


@blueprint.post("")
@permission(Permission.ADMINISTER)
def change() -> BaseResponse | tuple[str, int]:
    """Enter or change it; faults come back at their fields with what was typed."""
    values = {name: request.form.get(name, "") for name in FIELDS}
    is_retired = request.form.get("is_retired") == "true"
    try:
        change_cause(ChangeCause(**values, is_retired=is_retired), make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(values["replaces"], values | {"is_retired": is_retired}, refused.errors), 422
    return redirect(url_for("administration_causes.causes", changed="1"), code=303)


def _page(
    number: str, values: Mapping[str, object] | None = None, errors: Mapping[str, str] | None = None
) -> str:
    tree = read_tree(make_unit(), current_actor())
    shown = tree.find(number)
    # A wording of the past is changed by the one in force.
    line = None if shown is None else tree.find_current(shown.row.code)
    below = request.args.get("below", "")
    return render_template(
        "administration/causes.html",
        tree=tree,
        line=line,
        name="" if line is None else line.row.name_en if language() == "en" else line.row.name_zh,
        values=_values_of(line, values, errors) if line else {"root": below, **(values or {})},
        errors=dict(errors or {}),
        roots=tuple(CauseRoot),
        lengths=LENGTHS,
        is_changed=request.args.get("changed") == "1",
    )


def _values_of(
    line: CauseLine, values: Mapping[str, object] | None, errors: Mapping[str, str] | None
) -> dict[str, object]:
    row = line.row
    shown: dict[str, object] = {
        "root": row.root.value,
        "name_zh": row.name_zh,
        "name_en": row.name_en,
        "means": row.means,
        "is_retired": row.is_retired,
        "replaces": str(row.id),
    }
    shown |= values or {}
    if (errors or {}).get("name_zh") == "CHANGED_MEANWHILE":
        # That it was changed is told now, with what holds: a second try replaces that.
        shown["replaces"] = str(row.id)
    return shown
