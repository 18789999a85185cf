"""Before every view: an address of a case whose file was destroyed says so, and no view reads what is left."""

from __future__ import annotations

from http import HTTPStatus

from flask import Flask, Response, render_template, request

from api.context import current_actor, current_session, make_unit
from api.security.gate import wants_json
from models.ground.errors import Conflict
from models.ground.keeping_codes import FILE_DESTROYED
from services.keeping.find_destroyed import find_destroyed

# It reads the case anyway, and says so itself.
_TASK_PAGE = "staff_tasks.task"


def register_destroyed_gate(app: Flask) -> None:
    """Bind it behind the one that asks who it is."""
    app.before_request(_stop_at_destroyed)


def _stop_at_destroyed() -> Response | None:
    if not request.view_args or current_session() is None:
        return None
    if request.method == "GET" and request.endpoint == _TASK_PAGE:
        return None
    found = find_destroyed(request.view_args, make_unit(), current_actor())
    if found is None:
        return None
    if request.method != "GET" or wants_json():
        raise Conflict(code=FILE_DESTROYED)
    page = render_template("staff/case_destroyed.html", case=found)
    return Response(page, status=HTTPStatus.GONE, mimetype="text/html")
