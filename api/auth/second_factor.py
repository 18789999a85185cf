"""`/second-factor`: the code that is asked for after the password; `/second-factor/mine`: the person sets it up."""

from __future__ import annotations

from io import BytesIO

import segno
from flask import Blueprint, Response, g, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.auth.start_page import safe_target, start_page_of
from api.context import current_actor, current_session, make_unit
from api.errors import status_of
from api.looks import note_failed_proof
from api.security.cookies import session_token
from api.security.permissions import Permission, permission
from api.waits import code_of
from models.ground.errors import DomainError, InvalidInput, NotFound, RuleRefused
from services.accounts.second_factor import (
    FactorState,
    begin_factor,
    confirm_factor,
    get_own_factor,
    pass_factor,
    remove_own_factor,
)
from services.accounts.sessions import CODE

blueprint = Blueprint("second_factor", __name__, url_prefix="/second-factor")

_SCALE = 5  # pixels of a module


@blueprint.get("")
@permission(Permission.OWN_ACCOUNT)
def ask() -> BaseResponse:
    """The form for the code; whose session waits for none is led to his own factor."""
    session = current_session()
    if session is None or session.awaits != CODE:
        return redirect(url_for("second_factor.own"), code=303)
    return _ask()


@blueprint.post("")
@permission(Permission.OWN_ACCOUNT)
def answer() -> BaseResponse:
    """A right code leads on to where the person wanted to go."""
    try:
        pass_factor(request.form.get("code", ""), session_token() or "", make_unit(), current_actor())
    except (InvalidInput, RuleRefused) as refused:
        note_failed_proof(refused)
        return _ask(refused)
    wanted = safe_target(request.form.get("next", ""))
    return redirect(wanted or start_page_of(current_session()), code=303)


@blueprint.get("/mine")
@permission(Permission.OWN_ACCOUNT)
def own() -> BaseResponse:
    """How it stands with it, and the next step."""
    return _own()


@blueprint.post("/mine/begin")
@permission(Permission.OWN_ACCOUNT)
def begin() -> BaseResponse:
    """Draw a secret; the next page shows it."""
    begin_factor(make_unit(), current_actor())
    return redirect(url_for("second_factor.own"), code=303)


@blueprint.post("/mine/confirm")
@permission(Permission.OWN_ACCOUNT)
def confirm() -> BaseResponse:
    """Turn it on. The recovery codes stand in this answer alone, in no address, log or later page."""
    try:
        codes = confirm_factor(
            request.form.get("code", ""), session_token() or "", make_unit(), current_actor()
        )
    except (InvalidInput, RuleRefused) as refused:
        return _own(refused)
    return make_response(render_template("auth/recovery_codes.html", codes=codes))


@blueprint.post("/mine/remove")
@permission(Permission.OWN_ACCOUNT)
def remove() -> BaseResponse:
    """Take it away, with one more code."""
    try:
        remove_own_factor(request.form.get("code", ""), make_unit(), current_actor())
    except (InvalidInput, RuleRefused) as refused:
        note_failed_proof(refused)
        return _own(refused)
    return redirect(url_for("second_factor.own"), code=303)


@blueprint.get("/mine/code.svg")
@permission(Permission.OWN_ACCOUNT)
def picture() -> Response:
    """The QR code of a secret that is begun; NotFound for any other."""
    factor = get_own_factor(make_unit(), current_actor())
    if factor.state is not FactorState.BEGUN:
        raise NotFound
    drawn = BytesIO()
    segno.make(factor.uri, error="m", micro=False).save(drawn, kind="svg", scale=_SCALE, border=4)
    return Response(drawn.getvalue(), mimetype="image/svg+xml")


def _ask(refused: DomainError | None = None) -> Response:
    wanted = request.values.get("next", "")
    # The frame of a visitor: the password alone shows nothing of the work.
    g.session_info = None
    return _page("auth/second_factor.html", refused, next=wanted)


def _own(refused: DomainError | None = None) -> Response:
    return _page("auth/own_factor.html", refused, factor=get_own_factor(make_unit(), current_actor()))


def _page(template: str, refused: DomainError | None, **values: object) -> Response:
    errors = dict(refused.errors) if isinstance(refused, InvalidInput) else {}
    code = code_of(refused) if refused is not None and not errors else None
    page = render_template(template, errors=errors, refused=code, **values)
    return make_response(page, status_of(refused) if refused is not None else 200)
