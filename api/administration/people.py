"""`/accounts`: the members of staff, found by name, unit, role and state, and the page of one."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from api.context import current_actor, make_unit
from api.security.permissions import Permission, permission
from models.ground.codes import Role
from services.office.unit_options import CENTRE_KINDS, list_unit_options
from services.views.people import FindPeople, Which, list_people
from services.views.person import get_person

blueprint = Blueprint("people", __name__, url_prefix="/accounts")


@blueprint.get("")
@permission(Permission.ADMINISTER)
def people() -> str:
    """A page of those who match; nothing is done from here, each row leads to the person."""
    asked = request.args
    which = asked.get("which", "")
    command = FindPeople(
        words=asked.get("q", "").strip(),
        unit=asked.get("unit", ""),
        role=asked.get("role", ""),
        which=Which(which) if which in set(Which) else Which.WORKING,
        page=asked.get("page", 1, type=int),
    )
    with make_unit().reading() as unit:
        units = list_unit_options(unit, kinds=CENTRE_KINDS)
    return render_template(
        "administration/people.html",
        people=list_people(command, make_unit(), current_actor()),
        command=command,
        units=units,
        roles=tuple(Role),
        kinds=tuple(Which),
    )


@blueprint.get("/<login>")
@permission(Permission.ADMINISTER)
def person(login: str) -> str:
    """One person; `done` says what was just done."""
    shown = get_person(login, make_unit(), current_actor())
    return render_template(
        "administration/person.html", person=shown, done=request.args.get("done", ""), me=current_actor().name
    )
