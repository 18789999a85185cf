"""`/about`: who leads complaint handling, which body does it, by which rules, with whom and with which money."""

from __future__ import annotations

from flask import Blueprint, render_template

from api.context import make_unit
from api.money import yuan
from api.security.permissions import Permission, permission
from models.ground.openness_codes import ProfilePart
from services.openness.office_profile import read_office

blueprint = Blueprint("citizen_about", __name__, url_prefix="/about")


@blueprint.get("")
@permission(Permission.PUBLIC)
def about() -> str:
    """What holds today."""
    return render_template(
        "citizen/about.html", office=read_office(make_unit()), parts=list(ProfilePart), yuan=yuan
    )
