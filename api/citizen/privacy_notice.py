"""`/privacy-notice`: how personal data are used, as it is told today and as it was told before, for everybody."""

from __future__ import annotations

from flask import Blueprint, render_template

from api.context import make_unit
from api.security.permissions import Permission, permission
from services.office.privacy_notices import get_published_notices

blueprint = Blueprint("citizen_privacy_notice", __name__, url_prefix="/privacy-notice")


@blueprint.get("")
@permission(Permission.PUBLIC)
def current() -> str:
    """The text in force."""
    return render_template("citizen/privacy_notice.html", page=get_published_notices(make_unit()))


@blueprint.get("/<version>")
@permission(Permission.PUBLIC)
def earlier(version: str) -> str:
    """The text of one version, whether it is in force or not."""
    return render_template("citizen/privacy_notice.html", page=get_published_notices(make_unit(), version))
