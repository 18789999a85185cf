"""`/password`: a person chooses an own password; a first password must be changed before anything else."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for

from api.context import current_actor, current_session, make_unit
from api.errors import status_of
from api.looks import note_failed_proof
from api.security.cookies import forget_session
from api.security.permissions import Permission, permission
from api.waits import code_of
from models.ground.errors import InvalidInput, RuleRefused, TriedTooOften
from services.accounts.passwords import MIN_LENGTH, ChangePassword, change_password

blueprint = Blueprint("auth_password", __name__)


@blueprint.route("/password", methods=["GET", "POST"])
@permission(Permission.OWN_ACCOUNT)
def change() -> Response:
    """The form; after the change every session of the person has ended and the new password signs in."""
    if request.method == "GET":
        return _form({})
    new = request.form.get("new", "")
    if new != request.form.get("again", ""):
        return _form({"again": "NOT_THE_SAME"})
    try:
        change_password(ChangePassword(request.form.get("old", ""), new), make_unit(), current_actor())
    except InvalidInput as invalid:
        return _form(invalid.errors)
    except RuleRefused as refused:
        note_failed_proof(refused)
        if isinstance(refused, TriedTooOften):
            return _form({"old": "TRIED_TOO_OFTEN"}, refused)
        return _form({"old": "WRONG_PASSWORD"})
    response = make_response(redirect(url_for("auth_sign_in.sign_in", notice="password_changed"), code=303))
    forget_session(response)
    return response


def _form(errors: dict[str, str], refused: TriedTooOften | None = None) -> Response:
    session = current_session()
    page = render_template(
        "auth/password.html",
        errors=errors,
        refused=code_of(refused) if refused else None,
        is_first=bool(session and session.must_change_password),
        min_length=MIN_LENGTH,
    )
    return make_response(page, status_of(refused) if refused else 422 if errors else 200)
