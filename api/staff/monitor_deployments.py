"""`/monitor/deployments`: what reached the engine, by whom, and what it would break; decided is at `/deployments`."""

from __future__ import annotations

from flask import Blueprint, render_template

from api.context import current_actor, make_unit
from api.security.permissions import Permission, permission
from services.deployments.list_versions import list_answered_versions, list_unreviewed_versions

blueprint = Blueprint("staff_monitor_deployments", __name__, url_prefix="/monitor/deployments")


@blueprint.get("")
@permission(Permission.SUPERVISE)
def deployments() -> str:
    """Those that nobody reviewed first."""
    answered, total = list_answered_versions(make_unit(), current_actor())
    return render_template(
        "staff/deployments.html",
        unreviewed=list_unreviewed_versions(make_unit(), current_actor()),
        answered=answered,
        total=total,
    )
