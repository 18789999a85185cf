"""`/sign-in`: staff sign in with login and password."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for

from api.auth.start_page import safe_target, start_page_of
from api.context import current_actor, make_unit, ports
from api.errors import RETRY_SECONDS, status_of
from api.looks import note_failed_sign_in
from api.security.browser_name import browser_name
from api.security.cookies import known_marks, set_known_marks, set_session
from api.security.csrf import StalePage
from api.security.permissions import Permission, permission
from api.settings import CROWDED
from api.waits import code_of
from models.ground.errors import Crowded, DomainError, OutsideUnavailable, RuleRefused
from services.accounts.sessions import CODE, get_session
from services.accounts.sign_in import SignedIn, SignIn
from services.accounts.sign_in import sign_in as open_session
from services.looks.look_book import LookNotRecorded

blueprint = Blueprint("auth_sign_in", __name__)

NOTICES = frozenset({"expired", "signed_out", "password_changed"})


@blueprint.route("/sign-in", methods=["GET", "POST"])
@permission(Permission.PUBLIC)
def sign_in() -> Response:
    """The form; a right password leads on, a wrong one keeps the login and says no more than that; so does a crowd."""
    if request.method == "GET":
        return show_sign_in()
    if CROWDED in request.environ:
        return show_sign_in(Crowded())
    typed = request.form
    browser = browser_name(request.user_agent.string)
    command = SignIn(typed.get("login", "").strip(), typed.get("password", ""), known_marks(), browser)
    try:
        signed_in = open_session(command, make_unit(), current_actor())
    except (RuleRefused, OutsideUnavailable) as refused:
        return show_sign_in(put_on_record(command.login, refused))
    response = make_response(redirect(target_of(signed_in, request.form.get("next", "")), code=303))
    set_session(response, signed_in.token)
    set_known_marks(response, signed_in.marks)
    return response


@blueprint.errorhandler(StalePage)
def show_again(error: StalePage) -> Response:
    """The page lay open too long: the form comes back with the login and a fresh token."""
    return show_sign_in(error)


def put_on_record(login: str | None, refused: DomainError) -> DomainError:
    """What is told of a sign-in that failed: the refusal once it is on record, else that it cannot be recorded now."""
    try:
        note_failed_sign_in(login, refused)
    except LookNotRecorded as busy:
        return busy
    return refused


def show_sign_in(refused: DomainError | None = None) -> Response:
    """The form, with what was refused and both ways in."""
    known = ports()
    notice = request.args.get("notice", "")
    page = render_template(
        "auth/sign_in.html",
        refused=code_of(refused) if refused else None,
        login=request.form.get("login", ""),
        next=request.values.get("next", ""),
        has_provider=known.identity_provider is not None,
        takes_all_passwords=known.takes_all_passwords,
        notice=notice if notice in NOTICES and not refused else None,
    )
    response = make_response(page, status_of(refused) if refused else 200)
    if isinstance(refused, OutsideUnavailable):
        response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


def target_of(signed_in: SignedIn, wanted: str) -> str:
    """Where who has signed in goes: the second step, a password of his own, or what he wanted."""
    target, session = safe_target(wanted), get_session(signed_in.token, make_unit())
    if session.awaits == CODE:
        return url_for("second_factor.ask", next=target)
    if signed_in.must_change_password:
        return url_for("auth_password.change")
    return target or start_page_of(session)
