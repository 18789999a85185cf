"""The alerts of a supervisor: what has come up, each with the page on which something can be done about it."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit
from api.security.permissions import Permission, permission
from services.alerts.list_alerts import list_alerts, mark_read

blueprint = Blueprint("staff_alerts", __name__, url_prefix="/alerts")


@blueprint.get("")
@permission(Permission.SUPERVISE)
def alerts() -> str:
    """A page of what is not over, the newest first."""
    page = request.args.get("page", 1, type=int)
    return render_template("staff/alerts.html", alerts=list_alerts(make_unit(), current_actor(), page))


@blueprint.post("/read")
@permission(Permission.SUPERVISE)
def read() -> BaseResponse:
    """Mark those of the page as read, or the one whose button was pressed; for this person alone."""
    ids = [int(text) for text in request.form.getlist("alert") if text.isascii() and text.isdecimal()]
    mark_read(ids, make_unit(), current_actor())
    return redirect(url_for("staff_alerts.alerts"), code=303)
