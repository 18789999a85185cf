"""`/administration/keeping`: the retention table of the office (保管期限表), for administrators."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit
from api.security.permissions import Permission, permission
from models.ground.errors import InvalidInput
from models.ground.incoming_codes import IncomingTerm
from models.ground.keeping_codes import KeepingClass, KeepingReach, KeepingStart
from services.keeping.incoming_terms import (
    FEWEST_DAYS,
    MOST_DAYS,
    ChangeTerm,
    TermLine,
    change_term,
    list_terms,
)
from services.keeping.schedule import (
    LONGEST_REASON,
    ChangeKeeping,
    ScheduleLine,
    change_keeping,
    list_schedule,
)

blueprint = Blueprint("administration_keeping", __name__, url_prefix="/administration/keeping")

TERM_FIELDS = ("kind", "days", "reason", "replaces")
FIELDS = ("kind", "keeping", "starts", "reach", "reason", "replaces")


@blueprint.get("")
@permission(Permission.ADMINISTER)
def keeping() -> str:
    """Every kind of file, and of what came in, with for how long it is kept; `kind` and `incoming` open the form of one."""
    if (term := request.args.get("incoming", "")) in set(IncomingTerm):
        return _page("", term=term)
    return _page(request.args.get("kind", ""))


@blueprint.post("")
@permission(Permission.ADMINISTER)
def change() -> BaseResponse | tuple[str, int]:
    """Have another term hold for one kind; faults come back at their fields with what was typed."""
    values = {name: request.form.get(name, "") for name in FIELDS}
    try:
        change_keeping(ChangeKeeping(**values), make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(values["kind"], values, refused.errors), 422
    return redirect(url_for("administration_keeping.keeping", changed="1"), code=303)


@blueprint.post("/incoming")
@permission(Permission.ADMINISTER)
def change_incoming() -> BaseResponse | tuple[str, int]:
    """Have other days hold for one kind of what came in; faults come back at their fields."""
    values = {name: request.form.get(name, "") for name in TERM_FIELDS}
    try:
        change_term(ChangeTerm(**values), make_unit(), current_actor())
    except InvalidInput as refused:
        return _page("", values, refused.errors, term=values["kind"]), 422
    return redirect(url_for("administration_keeping.keeping", changed="incoming"), code=303)


def _page(
    kind: str,
    values: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
    term: str = "",
) -> str:
    schedule = list_schedule(make_unit(), current_actor())
    terms = list_terms(make_unit(), current_actor())
    line = next((line for line in schedule.lines if line.kind == kind), None)
    chosen = next((one for one in terms if one.kind == term), None)
    return render_template(
        "administration/keeping.html",
        schedule=schedule,
        line=line,
        terms=terms,
        term=chosen,
        fewest_days=FEWEST_DAYS,
        most_days=MOST_DAYS,
        choices={"keeping": tuple(KeepingClass), "starts": tuple(KeepingStart), "reach": tuple(KeepingReach)},
        values=_shown_term(chosen, values, errors) if chosen else _shown(line, values, errors),
        errors=dict(errors or {}),
        longest_reason=LONGEST_REASON,
        is_changed=request.args.get("changed", ""),
    )


def _shown_term(
    line: TermLine, values: Mapping[str, str] | None, errors: Mapping[str, str] | None
) -> dict[str, str]:
    shown = {"days": str(line.days), "replaces": str(line.rule)} | dict(values or {})
    if (errors or {}).get("days") == "CHANGED_MEANWHILE":
        shown["replaces"] = str(line.rule)
    return shown


def _shown(
    line: ScheduleLine | None, values: Mapping[str, str] | None, errors: Mapping[str, str] | None
) -> dict[str, str]:
    shown: dict[str, str] = {}
    if line is not None:
        shown = {"keeping": line.keeping, "starts": line.starts, "reach": "", "replaces": str(line.rule)}
        shown |= values or {}
        if (errors or {}).get("keeping") == "CHANGED_MEANWHILE":
            # That it was changed is told now, with what holds: a second try replaces that.
            shown["replaces"] = str(line.rule)
    return shown
