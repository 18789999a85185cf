"""The version of the pages for older people (适老版): larger letters, one column, strong contrast; kept in a cookie."""

from __future__ import annotations

from flask import Flask, Response, g, request

_COOKIE = "jb_view"
_QUERY = "view"
LARGE, NORMAL = "large", "normal"
_MODES = frozenset({LARGE, NORMAL})
_YEAR = 365 * 24 * 60 * 60  # seconds


def view_mode() -> str:
    """`large` or `normal`: of this request's query, else of the cookie, else normal."""
    chosen = _asked() or request.cookies.get(_COOKIE)
    return chosen if chosen in _MODES else NORMAL


def keep_view_mode(response: Response) -> Response:
    """after_request hook: remember the version that a person asked for."""
    if asked := _asked():
        secure = bool(g.get("is_secure"))
        response.set_cookie(
            _COOKIE, asked, max_age=_YEAR, samesite="Lax", secure=secure, httponly=True, path="/"
        )
    return response


def register_view_mode(app: Flask) -> None:
    """Give the templates `view_mode`."""
    app.jinja_env.globals["view_mode"] = view_mode
    app.after_request(keep_view_mode)


def _asked() -> str | None:
    """Of the address alone, as for the language: a form that was sent is not read again for it."""
    asked = request.args.get(_QUERY)
    return asked if asked in _MODES else None
