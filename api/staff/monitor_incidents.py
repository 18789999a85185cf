"""Incidents for the supervisor: what is stuck, by cause, who looks after it, and one more try for exactly what was chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit, monitor
from api.security.permissions import Permission, permission
from api.staff.incident_groups import MOST_READ, OpenIncidents, StuckPlace, read_open_incidents
from models.ground.errors import InvalidInput, NotFound, OutsideUnavailable
from models.office.incident_care import RetryState
from services.repair.retry_incidents import (
    ChosenIncident,
    RetriedBatch,
    get_retried_batch,
    note_retry,
    retry_incidents,
)
from services.repair.take_incident import LONGEST_NOTE, take_incidents
from services.views.page import page_of

blueprint = Blueprint("staff_monitor_incidents", __name__, url_prefix="/monitor/incidents")


@blueprint.get("")
@permission(Permission.SUPERVISE)
def incidents() -> str | BaseResponse:
    """The open incidents by cause, or those of one cause a page at a time; numbers and rows come of one search."""
    return _page()


@blueprint.post("/chosen")
@permission(Permission.SUPERVISE)
def chosen() -> BaseResponse | str | tuple[str, int]:
    """What was ticked, or all of a cause: taken with a note, or shown key by key before it is retried."""
    keys = request.form.getlist("key")
    open_now = read_open_incidents()
    if request.form.get("all"):
        group = open_now.find(request.form.get("group", ""))
        keys = [place.incident.key for place in group.places] if group else []
    places = _pick(keys, open_now)
    if not places:
        return _page(error="keys"), 422
    if "take" not in request.form:
        return render_template("staff/incident_preview.html", places=places)
    try:
        take_incidents(
            [(place.incident.key, place.case.complaint_id if place.case else None) for place in places],
            request.form.get("note", ""),
            make_unit(),
            current_actor(),
        )
    except InvalidInput:
        return _page(error="note", ticked=keys), 422
    return redirect(
        url_for("staff_monitor_incidents.incidents", group=request.form.get("group") or None, taken=1),
        code=303,
    )


@blueprint.post("/retry")
@permission(Permission.SUPERVISE)
def retry_chosen() -> BaseResponse | tuple[str, int]:
    """Retry what the preview listed and nothing else; what is over meanwhile is left out and told."""
    keys = request.form.get("keys", "").split(",")
    places = _pick(keys, read_open_incidents())
    if not places:
        return _page(error="over"), 422
    batch = retry_incidents([_chosen(place) for place in places], make_unit(), current_actor())
    over = len(set(keys)) - len(places)
    return redirect(url_for("staff_monitor_incidents.batch", batch_id=batch, over=over or None), code=303)


@blueprint.get("/retries/<batch_id>")
@permission(Permission.SUPERVISE)
def batch(batch_id: str) -> str:
    """How far the batch is, item by item; the page loads itself again while any waits."""
    found = get_retried_batch(batch_id, make_unit(), current_actor())
    again = _open_again(found)
    return render_template(
        "staff/incident_retries.html",
        batch=found,
        states=tuple(RetryState),
        over=request.args.get("over", 0, type=int),
        again=again,
    )


@blueprint.post("/<key>/retry")
@permission(Permission.SUPERVISE)
def retry(key: str) -> BaseResponse:
    """One more try at once; NotFound for an incident that is over or not for this person."""
    place = read_open_incidents().places().get(key)
    if place is None:
        raise NotFound
    # On record before it is done: what the engine then says of it is the incident's own history.
    note_retry(_chosen(place), make_unit(), current_actor())
    monitor().retry_incident(key)
    return redirect(url_for("staff_monitor_incidents.incidents", retried=key), code=303)


def _chosen(place: StuckPlace) -> ChosenIncident:
    incident, case = place.incident, place.case
    return ChosenIncident(
        incident.key,
        incident.process_instance_key,
        incident.element_id,
        case.complaint_id if case else None,
    )


def _page(error: str = "", ticked: Sequence[str] = ()) -> str:
    asked: Mapping[str, str] = request.values
    context = {"error": error, "ticked": ticked, "longest_note": LONGEST_NOTE, "most_read": MOST_READ}
    done = {"retried": request.args.get("retried", ""), "taken": request.args.get("taken", "")}
    try:
        found = read_open_incidents()
    except OutsideUnavailable:
        return render_template("staff/incidents.html", is_away=True, **context, **done)
    group = found.find(asked.get("group", ""))
    places = page_of(group.places, request.args.get("page", 1, type=int)) if group else None
    return render_template("staff/incidents.html", found=found, group=group, places=places, **context, **done)


def _pick(keys: Sequence[str], open_now: OpenIncidents) -> list[StuckPlace]:
    """Those of these keys that are open and for this person, in the order of the list."""
    wanted = set(keys)
    return [place for key, place in open_now.places().items() if key in wanted]


def _open_again(batch: RetriedBatch) -> frozenset[str]:
    """The items that stand still again at the same place: a retry that fails makes a new incident."""
    try:
        open_now = read_open_incidents().places().values()
    except OutsideUnavailable:
        return frozenset()
    at = {(place.incident.process_instance_key, place.incident.element_id) for place in open_now}
    return frozenset(
        row.incident_key
        for row in batch.rows
        if row.state is RetryState.RETRIED and (row.process_instance_key, row.element_id) in at
    )
