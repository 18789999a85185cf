"""`/api/v1/openapi.json`: the API's description of itself; its snapshot in this folder is what callers build on."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, Response, current_app, jsonify

from api.security.permissions import Permission, permission

blueprint = Blueprint("api_openapi", __name__)


@blueprint.get("/openapi.json")
@permission(Permission.PUBLIC)
def openapi() -> Response:
    """The OpenAPI document of the running version."""
    return jsonify(document_of(current_app))


def document_of(app: Flask) -> dict[str, Any]:
    """The document that describes an application's API."""
    document: dict[str, Any] = app.extensions["jieban_openapi"].to_dict()
    return document
