"""`/monitor/versions`: which diagrams, decision tables and forms are in use, and what is wrong with them."""

from __future__ import annotations

from flask import Blueprint, render_template

from api.security.permissions import Permission, permission
from api.staff.versions import list_used_versions
from models.ground.errors import OutsideUnavailable

blueprint = Blueprint("staff_monitor_versions", __name__)


@blueprint.get("/monitor/versions")
@permission(Permission.SUPERVISE)
def versions() -> str:
    """The latest version of each; while the engine is away the page says so."""
    try:
        return render_template("staff/versions.html", versions=list_used_versions())
    except OutsideUnavailable:
        return render_template("staff/versions.html", is_away=True)
