"""`/monitor/stuck`: what waits where nobody can do it, and the person named for a task of that kind."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.context import app_context, current_actor, make_unit
from api.security.permissions import Permission, permission
from models.ground.errors import InvalidInput
from models.office.standstill import StandstillKind
from services.health.clock_skew import list_skews
from services.standstill.list_standstill import SHOWN, list_standstill
from services.standstill.name_person import LONGEST_REASON, NamePerson, name_person
from services.standstill.nameable_people import list_nameable

blueprint = Blueprint("staff_monitor_stuck", __name__, url_prefix="/monitor/stuck")

_KINDS = frozenset(kind.value for kind in SHOWN)


@blueprint.get("")
@permission(Permission.SUPERVISE)
def stuck() -> str:
    """The first page of every kind, or a page of one, as the workers' last look found them."""
    chosen = request.args.get("kind", "")
    only = StandstillKind(chosen) if chosen in _KINDS else None
    shown = list_standstill(make_unit(), current_actor(), only, request.args.get("page", 1, type=int))
    skews = list_skews(app_context().watch.read().parts)
    return render_template(
        "staff/stuck.html", shown=shown, only=only, named=request.args.get("named", ""), skews=skews
    )


@blueprint.get("/tasks/<key>")
@permission(Permission.SUPERVISE)
def person(key: str) -> str:
    """The form in which a person is named, with those who match the search."""
    return _form(key, request.args.get("q", ""))


@blueprint.post("/tasks/<key>")
@permission(Permission.SUPERVISE)
def name(key: str) -> BaseResponse | tuple[str, int]:
    """Name the person; faults come back at their fields with what was typed."""
    values = {field: request.form.get(field, "") for field in ("staff_id", "reason", "q")}
    command = NamePerson(key, values["staff_id"], values["reason"])
    try:
        name_person(command, make_unit(), current_actor())
    except InvalidInput as refused:
        return _form(key, values["q"], values, dict(refused.errors)), 422
    return redirect(url_for("staff_monitor_stuck.stuck", named="1"), code=303)


def _form(
    key: str,
    words: str,
    values: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
) -> str:
    return render_template(
        "staff/name_person.html",
        found=list_nameable(words, key, make_unit(), current_actor()),
        words=words,
        values=values or {},
        errors=errors or {},
        longest_reason=LONGEST_REASON,
    )
