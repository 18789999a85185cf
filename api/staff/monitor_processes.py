"""`/monitor/processes/<process_id>`: where all running instances of one process stand, drawn on its diagram."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from api.security.permissions import Permission, permission
from api.staff.process_overview import get_process_overview
from api.staff.versions import list_faulty_versions
from models.ground.errors import OutsideUnavailable
from services.proposals.elements import OF_PROGRAMS

blueprint = Blueprint("staff_monitor_processes", __name__)


@blueprint.get("/monitor/processes/<process_id>")
@permission(Permission.SUPERVISE)
def process(process_id: str) -> str:
    """Token counts, rungs and usual durations of the whole office; while the engine is away the page says so."""
    try:
        shown = get_process_overview(process_id, request.args.get("version", type=int))
    except OutsideUnavailable:
        return render_template("staff/process_overview.html", process_id=process_id, is_away=True)
    return render_template(
        "staff/process_overview.html",
        process_id=process_id,
        shown=shown,
        may_propose=process_id not in OF_PROGRAMS,
        faulty=list_faulty_versions(shown.newest),
    )
