"""`POST /sign-out`: the session ends on the server, then in the browser."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, redirect, url_for

from api.context import make_unit
from api.security.cookies import forget_session, session_token
from api.security.permissions import Permission, permission
from services.accounts.sessions import sign_out as end_session

blueprint = Blueprint("auth_sign_out", __name__)


@blueprint.post("/sign-out")
@permission(Permission.OWN_ACCOUNT)
def sign_out() -> Response:
    """End this session; the token is worth nothing afterwards, and the browser forgets what it kept of pages and drafts."""
    token = session_token()
    if token:
        end_session(token, make_unit())
    response = make_response(redirect(url_for("auth_sign_in.sign_in", notice="signed_out"), code=303))
    forget_session(response)
    return response
