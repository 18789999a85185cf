"""`/monitor/stuck`: what waits where nobody can do it, so that nothing is invisible."""

from __future__ import annotations

from flask import Blueprint, render_template

from api.context import current_actor, make_unit
from api.security.permissions import Permission, permission
from api.staff.unanswered_jobs import list_unanswered_jobs
from api.staff.versions import list_faulty_running
from models.ground.errors import OutsideUnavailable
from services.repair.faulty_forms import list_faulty_forms
from services.repair.unworkable_tasks import list_unworkable_tasks

blueprint = Blueprint("staff_monitor_stuck", __name__)


@blueprint.get("/monitor/stuck")
@permission(Permission.SUPERVISE)
def stuck() -> str:
    """Tasks, forms, jobs and versions; while the engine is away the page says so and shows what the office knows itself."""
    unworkable = list_unworkable_tasks(make_unit(), current_actor())
    forms = list_faulty_forms(make_unit(), current_actor())
    try:
        jobs, versions, is_away = list_unanswered_jobs(), list_faulty_running(), False
    except OutsideUnavailable:
        jobs, versions, is_away = [], [], True
    return render_template(
        "staff/stuck.html",
        unworkable=unworkable,
        forms=forms,
        jobs=jobs,
        versions=versions,
        is_away=is_away,
    )
