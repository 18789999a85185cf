"""What is done with the account of one member of staff: opened, locked, released, a new first password shown once.

What shuts a person out is asked for on a page of its own that says what it does.
"""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit
from api.errors import status_of
from api.security.permissions import Permission, permission
from models.ground.errors import Conflict, DomainError, InvalidInput
from services.accounts.passwords import CreateAccount, ResetAccount, create_account, reset_account
from services.accounts.provider_links import LinkIdentity, find_link, link_identity, unlink_identity
from services.accounts.second_factor import remove_factor_of
from services.accounts.stop_account import LONGEST_REASON, StopAccount, release_account, stop_account
from services.office.people_names import get_person_name
from services.views.person import get_person

blueprint = Blueprint("accounts", __name__, url_prefix="/accounts")


@blueprint.post("/<login>")
@permission(Permission.ADMINISTER)
def create(login: str) -> str:
    """Open an account for somebody who has none."""
    command = CreateAccount(login, is_first=True)
    return _shown_once(login, create_account(command, make_unit(), current_actor()))


@blueprint.get("/<login>/reset")
@permission(Permission.ADMINISTER)
def ask_reset(login: str) -> str:
    """What a new first password does, before it is given."""
    return render_template(
        "administration/account_reset.html", person=get_person(login, make_unit(), current_actor())
    )


@blueprint.post("/<login>/reset")
@permission(Permission.ADMINISTER)
def reset(login: str) -> str:
    """Give a new first password; the person's sessions end."""
    command = ResetAccount(login, request.form.get("seen", ""))
    return _shown_once(login, reset_account(command, make_unit(), current_actor()))


@blueprint.get("/<login>/lock")
@permission(Permission.ADMINISTER)
def ask_stop(login: str) -> str:
    """What locking does, and why it is done."""
    return _stop_page(login)


@blueprint.post("/<login>/lock")
@permission(Permission.ADMINISTER)
def stop(login: str) -> BaseResponse | tuple[str, int]:
    """Lock the account; the next page offers to take it back."""
    try:
        stop_account(StopAccount(login, request.form.get("reason", "")), make_unit(), current_actor())
    except InvalidInput as refused:
        return _stop_page(login, dict(refused.errors)), 422
    return _back_to(login, "stopped")


@blueprint.post("/<login>/release")
@permission(Permission.ADMINISTER)
def release(login: str) -> BaseResponse:
    """Let the person sign in again."""
    release_account(login, make_unit(), current_actor())
    return _back_to(login, "released")


@blueprint.post("/<login>/second-factor/remove")
@permission(Permission.ADMINISTER)
def remove_second_factor(login: str) -> BaseResponse:
    """For who has lost telephone and recovery codes; a role that must have one asks for a new one at the next sign-in."""
    remove_factor_of(login, make_unit(), current_actor())
    return _back_to(login, "second_factor_off")


@blueprint.get("/<login>/provider")
@permission(Permission.ADMINISTER)
def ask_link(login: str) -> str:
    """Which identity at the provider opens the account; not found in an office without a provider."""
    return _link_page(login)


@blueprint.post("/<login>/provider")
@permission(Permission.ADMINISTER)
def link(login: str) -> BaseResponse | tuple[str, int]:
    """Link one by its identifier there."""
    command = LinkIdentity(login, request.form.get("subject", ""))
    try:
        link_identity(command, make_unit(), current_actor())
    except (InvalidInput, Conflict) as refused:
        return _link_page(login, refused), status_of(refused)
    return _back_to(login, "provider_linked")


@blueprint.post("/<login>/provider/remove")
@permission(Permission.ADMINISTER)
def unlink(login: str) -> BaseResponse:
    """Take it away; what it opened is over."""
    unlink_identity(login, make_unit(), current_actor())
    return _back_to(login, "provider_unlinked")


def _link_page(login: str, refused: DomainError | None = None) -> str:
    errors = dict(refused.errors) if isinstance(refused, InvalidInput) else {}
    return render_template(
        "administration/account_link.html",
        person=get_person(login, make_unit(), current_actor()),
        link=find_link(login, make_unit()),
        values=request.form,
        errors=errors,
        refused=refused.code if refused is not None and not errors else None,
    )


def _back_to(login: str, done: str) -> BaseResponse:
    return redirect(url_for("people.person", login=login, done=done), code=303)


def _stop_page(login: str, errors: dict[str, str] | None = None) -> str:
    return render_template(
        "administration/account_stop.html",
        person=get_person(login, make_unit(), current_actor()),
        values=request.form,
        errors=errors or {},
        longest_reason=LONGEST_REASON,
    )


def _shown_once(login: str, password: str) -> str:
    # The answer to the POST itself: the password is in no address, log or later page.
    with make_unit().reading() as unit:
        who = get_person_name(login, unit)
    return render_template("administration/account_password.html", who=who, login=login, password=password)
