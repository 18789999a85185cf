"""`/routes`: who gets complaints about the centre's own offices and leaders, for administrators."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit
from api.security.permissions import Permission, permission
from models.ground.errors import InvalidInput
from services.office.review_office import ChangeReviewOffice, change_review_office, get_review_office
from services.restriction.change_route import LONGEST_REASON, ChangeRoute, change_route
from services.restriction.list_routes import FIELDS, list_routes

blueprint = Blueprint("staff_routes", __name__, url_prefix="/routes")


@blueprint.get("")
@permission(Permission.ADMINISTER)
def routes() -> str:
    """The routes in force and the form to set one; `about` fills it with the one that there is."""
    return _page(request.args.get("about", ""))


@blueprint.post("")
@permission(Permission.ADMINISTER)
def change() -> BaseResponse | tuple[str, int]:
    """Set or end the route; faults come back at their fields with what was chosen."""
    values = {name: request.form.get(name, "").strip() for name in ("about", "reason", *FIELDS)}
    try:
        change_route(ChangeRoute(values["about"], values, values["reason"]), make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(values["about"], values, dict(refused.errors)), 422
    return redirect(url_for("staff_routes.routes", changed="1"), code=303)


@blueprint.post("/review")
@permission(Permission.ADMINISTER)
def change_review() -> BaseResponse | tuple[str, int]:
    """Say who reviews answered cases; faults come back at their fields."""
    values = {name: request.form.get(name, "").strip() for name in ("review_unit", "review_reason")}
    command = ChangeReviewOffice(values["review_unit"], values["review_reason"])
    try:
        change_review_office(command, make_unit(), current_actor())
    except InvalidInput as refused:
        return _page("", values, dict(refused.errors)), 422
    return redirect(url_for("staff_routes.routes", changed="review"), code=303)


def _page(about: str, values: dict[str, str] | None = None, errors: dict[str, str] | None = None) -> str:
    shown = list_routes(make_unit(), current_actor())
    known = next((row.fields for row in shown.routes if row.about == about), {})
    return render_template(
        "staff/routes.html",
        page=shown,
        review=get_review_office(make_unit(), current_actor()),
        is_review_changed=request.args.get("changed") == "review",
        values=values or {"about": about, **known},
        errors=errors or {},
        longest_reason=LONGEST_REASON,
        is_changed=request.args.get("changed") == "1",
    )
