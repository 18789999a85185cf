"""`/privacy`: what is kept about the protection of personal data, for who answers for it."""

from __future__ import annotations

from flask import Blueprint, render_template

from api.security.permissions import Permission, permission

blueprint = Blueprint("privacy", __name__, url_prefix="/privacy")


@blueprint.get("")
@permission(Permission.PRIVACY)
def start() -> str:
    """The registers that this person may open."""
    return render_template("administration/privacy.html")
