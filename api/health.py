"""`GET /livez`, `/readyz` and `/healthz` (the same as readyz): answered within a second, whatever else is frozen."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from api.context import app_context
from api.security.permissions import Permission, permission
from services.health.office_state import OfficeState, Readiness

blueprint = Blueprint("health", __name__)


@blueprint.get("/livez")
@permission(Permission.PUBLIC)
def livez() -> Response:
    """200: this process answers. It asks nothing of anybody, so that no outage elsewhere restarts it."""
    return jsonify({"status": "alive"})


@blueprint.get("/readyz")
@blueprint.get("/healthz")
@permission(Permission.PUBLIC)
def readyz() -> Response:
    """503 without the database, else 200; `status` is `degraded` while another part does not serve."""
    state = app_context().watch.read()
    response = jsonify(told_state(state))
    response.status_code = 503 if state.readiness is Readiness.NOT_READY else 200
    return response


def told_state(state: OfficeState) -> dict[str, object]:
    """The state as JSON: numbers, dates and codes only."""
    return {
        "status": state.readiness.value,
        "parts": {name: part.status.value for name, part in state.parts.items()},
        "figures": {figure: value for part in state.parts.values() for figure, value in part.figures.items()},
        "seen_seconds_ago": {
            name: None if part.age_seconds is None else round(part.age_seconds, 1)
            for name, part in state.parts.items()
        },
    }
