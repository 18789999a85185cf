"""Tells whoever watches which route was answered, how, and how long it took; never a path, which may hold an id."""

from __future__ import annotations

import time

from flask import Flask, Response, g, request

from api.context import app_context

NO_ROUTE = "none"


def register_observer(app: Flask) -> None:
    """Around every request; first, so that what the gate refuses counts too."""
    app.before_request(_begin)
    app.after_request(_tell)


def _begin() -> None:
    g.began = time.monotonic()


def _tell(response: Response) -> Response:
    app_context().settings.observe(
        request.endpoint or NO_ROUTE, response.status_code, time.monotonic() - g.began
    )
    return response
