"""`/accounts`: the members of staff, found by name, unit, role and state, and the page of one."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from api.context import current_actor, make_unit
from api.people_list import render_people
from api.security.permissions import Permission, permission
from services.views.person import get_person

blueprint = Blueprint("people", __name__, url_prefix="/accounts")


@blueprint.get("")
@permission(Permission.ADMINISTER)
def people() -> str:
    """A page of those who match; nothing is done from here, each row leads to the person."""
    return render_people("administration/people.html")


@blueprint.get("/<login>")
@permission(Permission.ADMINISTER)
def person(login: str) -> str:
    """One person; `done` says what was just done."""
    shown = get_person(login, make_unit(), current_actor())
    return render_template(
        "administration/person.html", person=shown, done=request.args.get("done", ""), me=current_actor().name
    )
