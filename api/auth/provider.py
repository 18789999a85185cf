"""`/sign-in/provider`: the way to the office's identity provider and back."""

from __future__ import annotations

import structlog
from flask import Blueprint, Response, g, make_response, redirect, request, url_for

from api.auth.own_link import show_link
from api.auth.sign_in import put_on_record, show_sign_in, target_of
from api.auth.start_page import safe_target
from api.auth.way_to_provider import back_address, to_provider
from api.context import current_actor, current_session, make_unit
from api.looks import note_failed_proof
from api.security.browser_name import browser_name
from api.security.cookies import known_marks, set_known_marks, set_session, visitor_id
from api.security.permissions import Permission, permission
from models.ground.errors import Conflict, DomainError, OutsideUnavailable, RuleRefused
from services.accounts.provider_attempts import BeginAttempt, begin_attempt
from services.accounts.provider_sign_in import Finished, ProviderAnswer, finish_at_provider
from services.ports.identity_provider import AnswerRefused

blueprint = Blueprint("provider", __name__, url_prefix="/sign-in/provider")

_LOG = structlog.get_logger()


@blueprint.post("")
@permission(Permission.PUBLIC)
def begin() -> Response:
    """Lead the browser to the provider; while that is away the form for the password says so."""
    command = BeginAttempt(visitor_id(), back_address(), safe_target(request.form.get("next", "")) or "")
    try:
        address = begin_attempt(command, make_unit(), current_actor())
    except (RuleRefused, OutsideUnavailable) as refused:
        return _refuse(refused)
    return to_provider(address)


@blueprint.get("/back")
@permission(Permission.PUBLIC)
def back() -> Response:
    """Who comes back with an answer of the provider: signed in, linked, or told what to do."""
    session = current_session()
    if session is not None and (session.awaits or session.must_change_password):
        # Before its second step, or the first password was changed, a session links nothing and shows nothing of its person.
        g.session_info = None
    given = {name: request.args.get(name, "") for name in ("state", "code", "error", "iss")}
    answer = ProviderAnswer(
        state=given["state"],
        code=given["code"],
        error=given["error"],
        issuer=given["iss"],
        secret=visitor_id(),
        back=back_address(),
        marks=known_marks(),
        browser=browser_name(request.user_agent.string),
    )
    try:
        finished = finish_at_provider(answer, make_unit(), current_actor())
    except (RuleRefused, Conflict, OutsideUnavailable) as refused:
        return _refuse(refused)
    return _lead_on(finished)


def _lead_on(finished: Finished) -> Response:
    signed_in = finished.signed_in
    if signed_in is None:
        return make_response(redirect(url_for("own_link.show", done="linked"), code=303))
    response = make_response(redirect(target_of(signed_in, finished.wanted), code=303))
    set_session(response, signed_in.token)
    set_known_marks(response, signed_in.marks)
    return response


def _refuse(refused: DomainError) -> Response:
    if isinstance(refused, OutsideUnavailable):
        _LOG.warning("identity_provider_away", reason=str(refused)[:200])
    login = refused.login if isinstance(refused, AnswerRefused) else None
    if current_session() is None:
        return show_sign_in(put_on_record(login, refused))
    if login is not None:
        return show_link(put_on_record(login, refused))
    # Whose account the answer was to open nobody knows; at whose screen it came, the session does.
    note_failed_proof(refused)
    return show_link(refused)
