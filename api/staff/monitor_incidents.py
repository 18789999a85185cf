"""Incidents for the supervisor: what is stuck, in the engine's own words, and one more try."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.context import monitor
from api.security.permissions import Permission, permission
from api.staff.instance_cases import find_case_of_key
from models.ground.errors import NotFound, OutsideUnavailable
from services.ports.monitor import IncidentView
from services.views.case_runs import CaseOfInstance
from services.views.page import page_of

blueprint = Blueprint("staff_monitor_incidents", __name__, url_prefix="/monitor/incidents")


@dataclass(frozen=True, slots=True)
class StuckPlace:
    """An incident and the case that waits for it, if it is one of a case."""

    incident: IncidentView
    case: CaseOfInstance | None


@blueprint.get("")
@permission(Permission.SUPERVISE)
def incidents() -> str:
    """A page of the open incidents, newest first; those of cases that are not for this person are left out."""
    retried, number = request.args.get("retried", ""), request.args.get("page", 1, type=int)
    try:
        found = monitor().list_incidents()
        shown = page_of([place for incident in found for place in _place_of(incident)], number)
    except OutsideUnavailable:
        return render_template("staff/incidents.html", is_away=True, retried=retried)
    return render_template("staff/incidents.html", places=shown, retried=retried)


@blueprint.post("/<key>/retry")
@permission(Permission.SUPERVISE)
def retry(key: str) -> BaseResponse:
    """One more try; NotFound for an incident that is over or not for this person."""
    incident = next((found for found in monitor().list_incidents() if found.key == key), None)
    if incident is None or not _place_of(incident):
        raise NotFound
    monitor().retry_incident(key)
    return redirect(url_for("staff_monitor_incidents.incidents", retried=key), code=303)


def _place_of(incident: IncidentView) -> list[StuckPlace]:
    try:
        return [StuckPlace(incident, find_case_of_key(incident.process_instance_key))]
    except NotFound:
        return []
