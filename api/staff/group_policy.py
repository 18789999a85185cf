"""`/group-policy`: from when on complaints are proposed as a mass complaint and when one is closed, for administrators."""

from __future__ import annotations

from dataclasses import asdict

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit
from api.security.permissions import Permission, permission
from models.ground.errors import InvalidInput
from services.groups.change_group_policy import (
    BOUNDS,
    LONGEST_BASIS,
    ChangeGroupPolicy,
    change_group_policy,
    read_group_policy,
)

blueprint = Blueprint("staff_group_policy", __name__, url_prefix="/group-policy")


@blueprint.get("")
@permission(Permission.ADMINISTER)
def policy() -> str:
    """What holds, in the form to change it."""
    known = asdict(read_group_policy(make_unit(), current_actor()))
    return _page({name: str(value) for name, value in known.items()})


@blueprint.post("")
@permission(Permission.ADMINISTER)
def change() -> BaseResponse | tuple[str, int]:
    """Change it; faults come back at their fields with what was typed."""
    values = {name: request.form.get(name, "").strip() for name in (*BOUNDS, "basis")}
    try:
        change_group_policy(ChangeGroupPolicy(**values), make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(values, dict(refused.errors)), 422
    return redirect(url_for("staff_group_policy.policy", changed="1"), code=303)


def _page(values: dict[str, str], errors: dict[str, str] | None = None) -> str:
    return render_template(
        "staff/group_policy.html",
        values=values,
        errors=errors or {},
        bounds=BOUNDS,
        longest=LONGEST_BASIS,
        is_changed=request.args.get("changed") == "1",
    )
