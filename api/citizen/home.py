"""`/`: what a service complaint is, how it is made, how long it takes and which rights go with it."""

from __future__ import annotations

from flask import Blueprint, render_template

from api.citizen.limits import list_told_limits
from api.security.permissions import Permission, permission

blueprint = Blueprint("citizen_home", __name__)


@blueprint.get("/")
@permission(Permission.PUBLIC)
def home() -> str:
    """The page for somebody who has never complained."""
    return render_template("citizen/home.html", limits=list_told_limits())
