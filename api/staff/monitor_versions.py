"""`/monitor/versions`: which diagrams, decision tables and forms are in use, and what is wrong with them."""

from __future__ import annotations

from flask import Blueprint, render_template

from api.context import current_actor, make_unit
from api.security.permissions import Permission, permission
from api.staff.versions import list_used_versions
from models.ground.errors import OutsideUnavailable
from services.deployments.list_versions import list_unreviewed_versions

blueprint = Blueprint("staff_monitor_versions", __name__)


@blueprint.get("/monitor/versions")
@permission(Permission.SUPERVISE)
def versions() -> str:
    """The latest version of each, older ones that cases still go by, and which nobody has reviewed.

    While the engine is away the page says so.
    """
    unreviewed = list_unreviewed_versions(make_unit(), current_actor())
    try:
        used = list_used_versions()
    except OutsideUnavailable:
        return render_template("staff/versions.html", unreviewed=unreviewed, is_away=True)
    return render_template("staff/versions.html", unreviewed=unreviewed, versions=used)
