"""Process instances for the supervisor: the list, and one on its diagram with a table that says the same."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, render_template, request

from api.context import current_actor, make_unit, monitor
from api.security.permissions import Permission, permission
from api.staff.decision_words import tell_decisions
from api.staff.instance_cases import find_case, path_to
from api.staff.instance_diagram import timer_text
from api.staff.instance_history import filter_history
from api.staff.instance_list import NEWEST, STATES, list_instances
from api.staff.instance_page import get_instance_page
from api.staff.versions import faults_of
from bpmn.names import ProcessId
from models.ground.errors import NotFound, OutsideUnavailable
from services.views.case_runs import map_instances_to_cases

blueprint = Blueprint("staff_monitor_instances", __name__, url_prefix="/monitor/instances")


@blueprint.get("")
@permission(Permission.SUPERVISE)
def instances() -> str:
    """Instances by process, state, incident and number of the case; while the engine is away the page says so."""
    asked = request.args
    chosen = {
        "number": asked.get("number", "").strip(),
        "process": asked.get("process", "" if asked.get("number") else ProcessId.COMPLAINT.value),
        "state": asked.get("state", "" if asked.get("number") else "ACTIVE"),
        "incident": asked.get("incident", ""),
        "order": asked.get("order", NEWEST),
    }
    context = {"chosen": chosen, "processes": tuple(ProcessId), "states": STATES}
    try:
        found = list_instances(chosen, asked.get("page", 1, type=int))
    except OutsideUnavailable:
        return render_template("staff/instances.html", is_away=True, **context)
    return render_template("staff/instances.html", found=found, **context)


@blueprint.get("/<key>")
@permission(Permission.SUPERVISE)
def instance(key: str) -> str | tuple[str, int]:
    """One instance: where its tokens are, how it came there, what it called, what is stuck, what it knows."""
    try:
        return _instance_page(key)
    except OutsideUnavailable:
        return render_template("staff/instance_away.html", key=key)


def _instance_page(key: str) -> str | tuple[str, int]:
    try:
        path = path_to(monitor().get_instance(key))
    except NotFound:
        return _gone_page(key)
    case, this = find_case(path), path[-1]
    shown = get_instance_page(this, case)
    asked = request.args
    return render_template(
        "staff/instance.html",
        this=this,
        path=path,
        case=case,
        shown=shown,
        history=filter_history(shown.parts.elements, asked, asked.get("page", 1, type=int)),
        can_stop=case is not None and this.process_id == ProcessId.COMPLAINT and this.state == "ACTIVE",
        faults=faults_of(shown.xml, this.process_id, this.definition_key),
        decisions=tell_decisions(monitor().list_decisions(key)),
        timer_text=timer_text,
    )


def _gone_page(key: str) -> tuple[str, int]:
    """The engine has no such process, or has it no more: which case it worked for is on file.

    A case that is not for this person is not named, as if there was none.
    """
    found = map_instances_to_cases([key], make_unit(), current_actor()).get(key)
    case = None if found is None or found.is_barred else found
    return render_template("staff/instance_gone.html", key=key, case=case), HTTPStatus.NOT_FOUND
