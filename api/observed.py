"""Around every request: the id that everything it causes carries, its line in the log, and its figures.

Routes are named by their endpoint, never by a path, which may hold an id.
"""

from __future__ import annotations

import time

import structlog
from flask import Flask, Response, g, request

from api.context import app_context
from services.correlation import correlated, current_correlation, new_correlation, read_correlation

HEADER = "X-Request-Id"
NO_ROUTE = "none"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})

_log = structlog.get_logger(__name__)


def register_observer(app: Flask) -> None:
    """First of all hooks, so that what the gate refuses counts too."""
    app.before_request(_begin)
    app.after_request(_tell)
    app.teardown_request(_end)


def _begin() -> None:
    g.began = time.monotonic()
    # A stranger's header is taken only from a proxy that is known to set it.
    given = request.headers.get(HEADER) if app_context().settings.trusted_proxies else None
    g.correlation = correlated(read_correlation(given) or new_correlation())
    g.correlation.__enter__()


def _tell(response: Response) -> Response:
    seconds = time.monotonic() - g.began
    route = request.endpoint or NO_ROUTE
    app_context().settings.observe(route, response.status_code, seconds)
    response.headers[HEADER] = current_correlation() or ""
    if request.method not in _SAFE or response.status_code >= 500:
        _log.info("request_answered", route=route, status=response.status_code, seconds=round(seconds, 3))
    return response


def _end(_error: BaseException | None) -> None:
    if entered := g.pop("correlation", None):
        entered.__exit__(None, None, None)
