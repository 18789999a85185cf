"""`POST /sign-out`: the session ends on the server, then in the browser."""

from __future__ import annotations

from flask import Blueprint, Response, g, make_response, redirect, url_for

from api.auth.way_to_provider import office_address, to_provider
from api.context import make_unit, ports
from api.security.cookies import forget_session, session_token
from api.security.permissions import Permission, permission
from models.ground.errors import OutsideUnavailable
from services.accounts.sessions import sign_out as end_session

blueprint = Blueprint("auth_sign_out", __name__)


@blueprint.post("/sign-out")
@permission(Permission.OWN_ACCOUNT)
def sign_out() -> Response:
    """End this session; the token is worth nothing afterwards, and the browser forgets what it kept of pages and drafts.

    Where it began at the identity provider, and that offers it, the browser goes on there to end that one too.
    """
    token = session_token()
    by_provider = bool(token) and end_session(token or "", make_unit())
    # The frame of a visitor: nobody is signed in any more.
    g.session_info = None
    address = _find_end_at_provider() if by_provider else None
    if address is None:
        response = make_response(redirect(url_for("auth_sign_in.sign_in", notice="signed_out"), code=303))
    else:
        response = to_provider(address)
    forget_session(response)
    return response


def _find_end_at_provider() -> str | None:
    provider = ports().identity_provider
    back = office_address("auth_sign_in.sign_in", notice="signed_out")
    try:
        return None if provider is None else provider.sign_out_address(back)
    except OutsideUnavailable:
        return None  # the session here is over whatever the provider does
