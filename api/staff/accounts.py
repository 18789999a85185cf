"""Accounts of staff, for administrators: the list, and first passwords that are shown once."""

from __future__ import annotations

from flask import Blueprint, render_template

from api.context import current_actor, make_unit
from api.security.permissions import Permission, permission
from services.accounts.passwords import CreateAccount, ResetAccount, create_account, reset_account
from services.office.people_names import get_person_name
from services.views.accounts import list_accounts

blueprint = Blueprint("staff_accounts", __name__, url_prefix="/accounts")


@blueprint.get("")
@permission(Permission.ADMINISTER)
def accounts() -> str:
    """Every member of staff and the state of the account."""
    return render_template("staff/accounts.html", accounts=list_accounts(make_unit(), current_actor()))


@blueprint.post("/<login>")
@permission(Permission.ADMINISTER)
def create(login: str) -> str:
    """Open an account."""
    return _shown_once(login, create_account(CreateAccount(login), make_unit(), current_actor()))


@blueprint.post("/<login>/reset")
@permission(Permission.ADMINISTER)
def reset(login: str) -> str:
    """Give a new first password; the person's sessions end."""
    return _shown_once(login, reset_account(ResetAccount(login), make_unit(), current_actor()))


def _shown_once(login: str, password: str) -> str:
    # The answer to the POST itself: the password is in no address, log or later page.
    with make_unit().reading() as unit:
        who = get_person_name(login, unit)
    return render_template("staff/account_password.html", who=who, password=password)
