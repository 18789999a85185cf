"""The members of staff as a list that is narrowed by its address, for who administers them and who audits."""

from __future__ import annotations

from flask import render_template, request

from api.context import current_actor, make_unit
from models.ground.codes import Role
from services.office.unit_options import CENTRE_KINDS, list_unit_options
from services.views.people import FindPeople, Which, list_people


def render_people(template: str) -> str:
    """The page with those who match."""
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
        template,
        people=list_people(command, make_unit(), current_actor()),
        command=command,
        units=units,
        roles=tuple(Role),
        kinds=tuple(Which),
    )
