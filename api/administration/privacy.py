"""`/privacy`: what is kept about the protection of personal data, for who answers for it."""

from __future__ import annotations

from flask import Blueprint, render_template

from api.context import current_actor, make_unit
from api.security.permissions import Permission, permission
from services.privacy.list_requests import count_waiting_requests

blueprint = Blueprint("privacy", __name__, url_prefix="/privacy")


@blueprint.get("")
@permission(Permission.PRIVACY)
def start() -> str:
    """The registers that this person may open."""
    waiting = count_waiting_requests(make_unit(), current_actor())
    return render_template("administration/privacy.html", waiting=waiting)
