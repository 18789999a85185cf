"""Before every view: whose session it is, whether the route is theirs, whether the request is ours."""

from __future__ import annotations

from typing import cast

from flask import current_app, g, redirect, request, url_for
from werkzeug.exceptions import MethodNotAllowed
from werkzeug.exceptions import NotFound as RouteNotFound
from werkzeug.wrappers import Response

from api.context import app_context, make_unit
from api.security.cookies import session_token
from api.security.csrf import SAFE_METHODS, refuse_foreign_request
from api.security.permissions import Permission, is_allowed, required_permission
from models.ground.errors import NotFound, NotPermitted
from services.accounts.sessions import CODE, SETUP, SessionInfo, get_session

HEALTH = "health"
# A person with a first password may do this and nothing else.
_OPEN_BEFORE_CHANGE = frozenset({"auth_password.change", "auth_sign_out.sign_out"})
_OPEN_BEFORE_CODE = frozenset({"second_factor.ask", "second_factor.answer", "auth_sign_out.sign_out"})
_OPEN_BEFORE_SETUP = _OPEN_BEFORE_CHANGE | {
    f"second_factor.{name}" for name in ("own", "begin", "confirm", "picture")
}


def open_gate() -> Response | None:
    """before_request hook; raises what the error table translates, or sends people to sign in."""
    g.is_secure = app_context().settings.is_secure
    if request.blueprint == HEALTH:
        return None  # whoever asks it may carry a session, which only the database knows
    if request.url_rule is None or isinstance(request.routing_exception, RouteNotFound | MethodNotAllowed):
        return None
    g.session_info = _find_session()
    required = _required()
    if (
        g.session_info is not None
        and g.session_info.awaits == CODE
        and request.endpoint not in _OPEN_BEFORE_CODE
    ):
        # The password alone opens no more than a visitor has.
        g.session_info, g.awaits_code = None, True
    if request.method not in SAFE_METHODS:
        # A form that cannot be read is refused here, before an answer to some other fault reads it again.
        request.form  # noqa: B018 - reading is what it is for
    if required is not Permission.SIGNED:  # no page of another site can sign
        refuse_foreign_request()
    if not is_allowed(required, g.session_info):
        return _turn_away()
    first = None if required in (Permission.PUBLIC, Permission.SIGNED) else _find_first_step()
    return redirect(url_for(first), code=303) if first else None


def _find_first_step() -> str | None:
    """The page of what the person must do before this one; who waits for the second factor gives that before all."""
    session: SessionInfo | None = g.session_info
    if session is None or session.awaits == CODE:
        return None
    if session.must_change_password:
        return None if request.endpoint in _OPEN_BEFORE_CHANGE else "auth_password.change"
    if session.awaits == SETUP:
        return None if request.endpoint in _OPEN_BEFORE_SETUP else "second_factor.own"
    return None


def is_signed_route() -> bool:
    """Whether the view reads the bytes of the request itself, after the signature that they carry."""
    return request.url_rule is not None and _required() is Permission.SIGNED


def _required() -> Permission:
    view = current_app.view_functions[cast(str, request.endpoint)]
    required = required_permission(view, request.method)
    if required is None:
        raise NotPermitted
    return required


def _find_session() -> SessionInfo | None:
    token = session_token()
    if not token:
        return None
    try:
        return get_session(token, make_unit(), is_look=not is_fragment())
    except NotFound:
        g.session_is_over = True
        return None


def _turn_away() -> Response:
    if g.session_info is not None:
        raise NotPermitted
    if wants_json():
        raise NotPermitted(code="SESSION_OVER")
    if g.get("awaits_code"):
        return redirect(url_for("second_factor.ask"), code=303)
    notice = "expired" if g.get("session_is_over") else None
    target = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("auth_sign_in.sign_in", notice=notice, next=target), code=303)


def is_fragment() -> bool:
    """Whether a page asks for a newer version of a part of itself (web/app/fragment.js)."""
    return request.method == "GET" and request.headers.get("X-Fragment") == "1"


def wants_json() -> bool:
    """Whether the caller is a program: the API, or a script of our pages."""
    best = request.accept_mimetypes.best_match(["text/html", "application/json"])
    return request.path.startswith("/api/") or best == "application/json"
