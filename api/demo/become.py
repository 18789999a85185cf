"""`POST /demo/become`: sign in as somebody of the demo office, with the password that lies in its folder."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, redirect, request

from api.auth.start_page import start_page_of
from api.context import app_context, current_actor, make_unit
from api.demo.people import require_demo
from api.security.cookies import drop_session, session_token, set_session
from api.security.permissions import Permission, permission
from models.ground.errors import NotFound
from services.accounts.sessions import get_session, sign_out
from services.accounts.sign_in import SignIn, sign_in

blueprint = Blueprint("demo_become", __name__, url_prefix="/demo")

CITIZEN = ""


@blueprint.post("/become")
@permission(Permission.PUBLIC)
def become() -> Response:
    """The session before ends; a citizen has none. NotFound for nobody whose password lies there.

    The ordinary sign-in decides, so that nothing lets a person in here but the password.
    """
    require_demo()
    login = request.form.get("login", CITIZEN)
    signed_in = None
    if login != CITIZEN:
        people = app_context().settings.demo_people()
        person = next((person for person in people if person.login == login), None)
        if person is None:
            raise NotFound
        signed_in = sign_in(SignIn(person.login, person.password), make_unit(), current_actor())
    if token := session_token():
        sign_out(token, make_unit())
    session = get_session(signed_in.token, make_unit()) if signed_in else None
    response = make_response(redirect(start_page_of(session), code=303))
    if signed_in is None:
        drop_session(response)
    else:
        set_session(response, signed_in.token)
    return response
