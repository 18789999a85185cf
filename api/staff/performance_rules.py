"""`/performance/rules`: by which points complaint handling is judged; drafted by one, published by another."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit
from api.security.permissions import Permission, permission
from models.ground.errors import InvalidInput
from models.ground.performance_codes import Indicator
from services.performance.draft_rules import (
    FIRST_VALUES,
    FIRST_WORKDAYS,
    LEAST_PEOPLE,
    DraftRules,
    draft_rules,
)
from services.performance.indicators import DEFINITIONS
from services.performance.publish_rules import publish_rules
from services.performance.read_rules import RulesPage, read_rules

blueprint = Blueprint("staff_performance_rules", __name__, url_prefix="/performance/rules")

_PARTS = ("points", "cap", "least")


@blueprint.get("")
@permission(Permission.SIGNED_IN)
def rules() -> str:
    """All versions; whoever supervises drafts the next one."""
    return _page(None, {})


@blueprint.post("")
@permission(Permission.SUPERVISE)
def draft() -> BaseResponse | tuple[str, int]:
    """Keep a draft; faults come back at their fields with what was typed."""
    values = {name: request.form.get(name, "") for name in _names()}
    command = DraftRules(
        values["in_force_from"], values["least_people"], values["objection_workdays"], values
    )
    try:
        draft_rules(command, make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(values, dict(refused.errors)), 422
    return redirect("/performance/rules", code=303)


@blueprint.post("/<int:rule_set_no>/publication")
@permission(Permission.SUPERVISE)
def publish(rule_set_no: int) -> BaseResponse:
    """By another than who drafted them."""
    publish_rules(rule_set_no, request.form.get("seen", ""), make_unit(), current_actor())
    return redirect("/performance/rules", code=303)


def _names() -> list[str]:
    of_indicators = [f"{part}_{indicator.value}" for indicator in Indicator for part in _PARTS]
    return ["in_force_from", "least_people", "objection_workdays", *of_indicators]


def _page(values: Mapping[str, str] | None, errors: Mapping[str, str]) -> str:
    page = read_rules(make_unit(), current_actor())
    return render_template(
        "staff/performance_rules.html",
        page=page,
        values=_first_values(page) if values is None else values,
        errors=errors,
        definitions=DEFINITIONS,
        indicators=list(Indicator),
        login=current_actor().staff_id,
    )


def _first_values(page: RulesPage) -> dict[str, str]:
    """Those of the newest version, in an office without one those that it begins with."""
    if not page.sets:
        values = {"least_people": str(LEAST_PEOPLE), "objection_workdays": str(FIRST_WORKDAYS)}
        for indicator, numbers in FIRST_VALUES.items():
            values |= {f"{part}_{indicator.value}": str(no) for part, no in zip(_PARTS, numbers, strict=True)}
        return values
    newest = page.sets[0]
    values = {
        "least_people": str(newest.least_people),
        "objection_workdays": str(newest.objection_workdays),
        "in_force_from": newest.in_force_from.isoformat() if newest is page.draft else "",
    }
    for rule in page.rules[newest.no]:
        numbers = (rule.points, rule.cap, rule.least_cases)
        values |= {
            f"{part}_{rule.indicator.value}": str(no) for part, no in zip(_PARTS, numbers, strict=True)
        }
    return values
