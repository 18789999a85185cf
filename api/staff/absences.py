"""`/absences`: leave and departure, recorded by administrators and superiors, and who goes on with the work."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit
from api.security.permissions import Permission, permission
from models.ground.errors import Conflict, InvalidInput
from services.absence.moved_tasks import get_absence_result
from services.absence.preview_absence import preview_absence
from services.absence.record_absence import LONGEST_REASON, RecordAbsence, end_absence, record_absence
from services.views.absences import list_absences

blueprint = Blueprint("staff_absences", __name__, url_prefix="/absences")

_FIELDS = ("staff_id", "kind", "from_day", "until_day", "stand_in_id", "reason")


@blueprint.get("")
@permission(Permission.SIGNED_IN)
def absences() -> str:
    """Who is away or will be, of the people for whom one may record it."""
    return _page({"staff_id": request.args.get("staff_id", "")})


@blueprint.post("")
@permission(Permission.SIGNED_IN)
def record() -> BaseResponse | str | tuple[str, int]:
    """What it would move, and with the mark of that preview: record it. Faults come back at their fields."""
    values = {field: request.form.get(field, "") for field in _FIELDS}
    seen = request.form.get("seen")
    command = _command(values, seen)
    try:
        if seen is None:
            return _preview(values)
        absence_id = record_absence(command, make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(values, dict(refused.errors)), 422
    except Conflict as moved:
        return _preview(values, moved.code), 409
    return redirect(url_for("staff_absences.result", absence_id=absence_id, done="recorded"), code=303)


@blueprint.get("/<absence_id>")
@permission(Permission.SIGNED_IN)
def result(absence_id: str) -> str:
    """What became of each task, for those concerned and for who may record it."""
    found = get_absence_result(absence_id, make_unit(), current_actor())
    return render_template("staff/absence_result.html", found=found, done=request.args.get("done", ""))


@blueprint.post("/<absence_id>/end")
@permission(Permission.SIGNED_IN)
def end(absence_id: str) -> BaseResponse:
    """Somebody is back, or does not go."""
    end_absence(absence_id, make_unit(), current_actor())
    return redirect(url_for("staff_absences.result", absence_id=absence_id, done="ended"), code=303)


def _command(values: dict[str, str], seen: str | None = None) -> RecordAbsence:
    return RecordAbsence(
        staff_id=values["staff_id"],
        is_departure=values["kind"] == "departure",
        from_day=values["from_day"],
        until_day=values["until_day"],
        stand_in_id=values["stand_in_id"],
        reason=values["reason"],
        seen=seen,
    )


def _preview(values: dict[str, str], changed: str | None = None) -> str:
    found = preview_absence(_command(values), make_unit(), current_actor())
    return render_template("staff/absence_preview.html", found=found, values=values, changed=changed)


def _page(values: dict[str, str], errors: dict[str, str] | None = None) -> str:
    return render_template(
        "staff/absences.html",
        shown=list_absences(make_unit(), current_actor()),
        values=values,
        errors=errors or {},
        longest_reason=LONGEST_REASON,
    )
