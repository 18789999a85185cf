"""Cases that a unit's representative may add to: numbers and acts only, no file, no complainant."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from api.context import current_actor, make_unit
from api.security.permissions import Permission, permission
from services.acts.list_unit_cases import list_unit_cases

blueprint = Blueprint("staff_unit_cases", __name__)


@blueprint.get("/unit-cases")
@permission(Permission.ANSWER_FOR_UNIT)
def unit_cases() -> str:
    """A page of the cases that have to do with this person's unit, newest first."""
    cases = list_unit_cases(make_unit(), current_actor(), request.args.get("page", 1, type=int))
    return render_template("staff/unit_cases.html", cases=cases)
