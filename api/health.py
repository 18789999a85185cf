"""`GET /healthz`: whether every part serves."""

from __future__ import annotations

import os

from flask import Blueprint, Response, jsonify
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from api.context import app_context, make_unit, ports
from api.security.permissions import Permission, permission
from models.ground.errors import DomainError

blueprint = Blueprint("health", __name__)

STALE_SECONDS = 10.0  # the workers touch their file every second


@blueprint.get("/healthz")
@permission(Permission.PUBLIC)
def healthz() -> Response:
    """200 when database, engine and workers serve, else 503 with the parts that do not."""
    parts = {"database": _database_serves(), "engine": _engine_serves(), "workers": _workers_serve()}
    response = jsonify({name: "ok" if serves else "down" for name, serves in parts.items()})
    response.status_code = 200 if all(parts.values()) else 503
    return response


def _database_serves() -> bool:
    try:
        with make_unit().reading() as unit:
            unit.session.execute(text("SELECT 1"))
    except (DomainError, SQLAlchemyError):
        return False
    return True


def _engine_serves() -> bool:
    return app_context().monitor.is_ready()


def _workers_serve() -> bool:
    try:
        touched = os.stat(app_context().settings.heartbeat_path).st_mtime
    except FileNotFoundError:
        return False
    return ports().system_clock.now().timestamp() - touched < STALE_SECONDS
