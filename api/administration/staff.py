"""`/accounts/new` and `/accounts/<login>/change`: a member of staff is added, or changed after it was said what that does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit
from api.security.permissions import Permission, permission
from models.ground.codes import Role
from models.ground.errors import Conflict, InvalidInput
from services.office.staff_fields import FIELDS, LONGEST_REASON, join_roles, split_roles
from services.staffing.add_staff import AddStaff, add_staff
from services.staffing.change_staff import ChangeStaff, change_staff
from services.staffing.preview_change import preview_change
from services.staffing.staff_form import get_staff_form
from services.staffing.take_on_again import NOT_LEFT, TakeOnAgain, take_on_again
from services.views.people import Presence
from services.views.person import get_person

blueprint = Blueprint("staff_changes", __name__, url_prefix="/accounts")

Answer = BaseResponse | str | tuple[str, int]


@dataclass(frozen=True, slots=True)
class Sent:
    """What came with a form that was not taken, and why not."""

    values: Mapping[str, str]
    errors: Mapping[str, str]
    is_overtaken: bool = False


@blueprint.get("/new")
@permission(Permission.ADMINISTER)
def new() -> str:
    """The empty form."""
    return _form(None, None)


@blueprint.post("/new")
@permission(Permission.ADMINISTER)
def add() -> Answer:
    """Add somebody, whose page offers an account then; faults come back at their fields with what was typed."""
    values = _sent_values()
    try:
        command = AddStaff(values["login"], values, values["reason"])
        login = add_staff(command, make_unit(), current_actor())
    except InvalidInput as refused:
        return _form(None, Sent(values, refused.errors)), 422
    return redirect(url_for("people.person", login=login, done="added"), code=303)


@blueprint.get("/<login>/change")
@permission(Permission.ADMINISTER)
def ask(login: str) -> str:
    """The person's fields as they stand."""
    return _form(login, None)


@blueprint.post("/<login>/change")
@permission(Permission.ADMINISTER)
def change(login: str) -> Answer:
    """Another unit or other roles are shown with what they do, and sent once more; all else is changed at once."""
    values = _sent_values()
    command = ChangeStaff(login, request.form.get("seen", ""), values, values["reason"])
    try:
        found = preview_change(command, make_unit(), current_actor())
        if found.tasks or (found.is_to_confirm and "confirmed" not in request.form):
            page = render_template(
                "administration/staff_confirm.html", login=login, found=found, command=command, fields=FIELDS
            )
            return page, 422 if found.tasks else 200
        change_staff(command, make_unit(), current_actor())
    except InvalidInput as refused:
        return _form(login, Sent(values, refused.errors)), 422
    except Conflict:
        return _form(login, Sent(values, {}, is_overtaken=True)), 409
    return redirect(url_for("people.person", login=login, done="changed"), code=303)


@blueprint.get("/<login>/return")
@permission(Permission.ADMINISTER)
def ask_return(login: str) -> str:
    """What taking on again does, and why it is done."""
    return _return_page(login, {})


@blueprint.post("/<login>/return")
@permission(Permission.ADMINISTER)
def take_back(login: str) -> Answer:
    """Take on again who had left; the next page offers the account."""
    command = TakeOnAgain(login, request.form.get("reason", ""))
    try:
        take_on_again(command, make_unit(), current_actor())
    except InvalidInput as refused:
        return _return_page(login, dict(refused.errors)), 422
    return redirect(url_for("people.person", login=login, done="returned"), code=303)


def _return_page(login: str, errors: dict[str, str]) -> str:
    person = get_person(login, make_unit(), current_actor())
    if person.presence is not Presence.LEFT:
        raise Conflict(code=NOT_LEFT)
    return render_template(
        "administration/staff_return.html",
        person=person,
        values=request.form,
        errors=errors,
        longest_reason=LONGEST_REASON,
    )


def _sent_values() -> dict[str, str]:
    """Roles come one by one from their boxes, or as one field from the page that asks."""
    sent = {name: request.form.get(name, "").strip() for name in ("login", "reason", *FIELDS)}
    return sent | {"roles": join_roles(split_roles(",".join(request.form.getlist("roles"))))}


def _form(login: str | None, sent: Sent | None) -> str:
    form = get_staff_form(login, make_unit(), current_actor())
    return render_template(
        "administration/staff_form.html",
        login=login,
        form=form,
        sent=sent or Sent(form.values, {}),
        roles=tuple(Role),
        longest_reason=LONGEST_REASON,
    )
