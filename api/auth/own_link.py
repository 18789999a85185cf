"""`/identity`: which identity at the provider opens the person's own account; linked with the password, taken away."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.auth.way_to_provider import back_address, to_provider
from api.context import current_actor, make_unit
from api.errors import status_of
from api.looks import note_failed_proof
from api.security.cookies import visitor_id
from api.security.permissions import Permission, permission
from api.waits import code_of
from models.ground.errors import DomainError, InvalidInput, OutsideUnavailable, RuleRefused
from services.accounts.link_notices import know_links, read_link_notices
from services.accounts.provider_attempts import BeginAttempt
from services.accounts.provider_links import begin_link, find_link, unlink_own
from services.office.people_names import get_person_name

blueprint = Blueprint("own_link", __name__, url_prefix="/identity")

_DONE = frozenset({"linked", "unlinked", "known"})


@blueprint.get("")
@permission(Permission.OWN_ACCOUNT)
def show() -> Response:
    """Whether one is linked, since when and by whom; not found in an office without a provider."""
    return show_link()


@blueprint.post("/begin")
@permission(Permission.OWN_ACCOUNT)
def begin() -> Response:
    """With the password on to the provider, which says who the person is there."""
    command = BeginAttempt(visitor_id(), back_address())
    try:
        address = begin_link(request.form.get("password", ""), command, make_unit(), current_actor())
    except InvalidInput as refused:
        note_failed_proof(refused)
        return show_link(refused)
    except (RuleRefused, OutsideUnavailable) as refused:
        # Too many ways to the provider from one place say nothing of this password.
        return show_link(refused)
    return to_provider(address)


@blueprint.post("/remove")
@permission(Permission.OWN_ACCOUNT)
def remove() -> BaseResponse:
    """Take it away; sessions that began by it end, this one too if it did."""
    unlink_own(make_unit(), current_actor())
    return redirect(url_for("own_link.show", done="unlinked"), code=303)


@blueprint.post("/known")
@permission(Permission.OWN_ACCOUNT)
def know() -> BaseResponse:
    """The person knows of what others linked, and shows by the password that he is the person."""
    try:
        know_links(request.form.get("password", ""), make_unit(), current_actor())
    except (InvalidInput, RuleRefused) as refused:
        note_failed_proof(refused)
        return show_link(refused, sent="known")
    return redirect(url_for("own_link.show", done="known"), code=303)


def show_link(refused: DomainError | None = None, *, sent: str = "") -> Response:
    """The page, with what was refused of what was `sent`: the way to the provider, or `known`."""
    unit_of_work, actor = make_unit(), current_actor()
    link = find_link(actor.name, unit_of_work)
    by = None
    if link is not None and link.linked_by != actor.name:
        with unit_of_work.reading() as unit:
            by = get_person_name(link.linked_by, unit)
    errors = dict(refused.errors) if isinstance(refused, InvalidInput) else {}
    done = request.args.get("done", "")
    page = render_template(
        "auth/own_link.html",
        link=link,
        linked_by=by,
        told=read_link_notices(unit_of_work, actor),
        sent=sent,
        errors=errors,
        refused=code_of(refused) if refused is not None and not errors else None,
        done=done if done in _DONE and refused is None else None,
    )
    return make_response(page, status_of(refused) if refused is not None else 200)
