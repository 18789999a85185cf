"""`/absences`: leave and departure, recorded by administrators and superiors, and who goes on with the work."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit
from api.security.permissions import Permission, permission
from models.ground.errors import InvalidInput
from services.absence.record_absence import LONGEST_REASON, RecordAbsence, end_absence, record_absence
from services.views.absences import list_absences

blueprint = Blueprint("staff_absences", __name__, url_prefix="/absences")

_FIELDS = ("staff_id", "kind", "from_day", "until_day", "stand_in_id", "reason")


@blueprint.get("")
@permission(Permission.SIGNED_IN)
def absences() -> str:
    """Who is away or will be, of the people for whom one may record it."""
    return _page()


@blueprint.post("")
@permission(Permission.SIGNED_IN)
def record() -> BaseResponse | tuple[str, int]:
    """Record one; faults come back at their fields with what was typed."""
    values = {field: request.form.get(field, "") for field in _FIELDS}
    command = RecordAbsence(
        staff_id=values["staff_id"],
        is_departure=values["kind"] == "departure",
        from_day=values["from_day"],
        until_day=values["until_day"],
        stand_in_id=values["stand_in_id"],
        reason=values["reason"],
    )
    try:
        record_absence(command, make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(values, dict(refused.errors)), 422
    return redirect(url_for("staff_absences.absences", done="recorded"), code=303)


@blueprint.post("/<absence_id>/end")
@permission(Permission.SIGNED_IN)
def end(absence_id: str) -> BaseResponse:
    """Somebody is back, or does not go."""
    end_absence(absence_id, make_unit(), current_actor())
    return redirect(url_for("staff_absences.absences", done="ended"), code=303)


def _page(values: dict[str, str] | None = None, errors: dict[str, str] | None = None) -> str:
    return render_template(
        "staff/absences.html",
        shown=list_absences(make_unit(), current_actor()),
        values=values or {},
        errors=errors or {},
        done=request.args.get("done", ""),
        longest_reason=LONGEST_REASON,
    )
