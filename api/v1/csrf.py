"""The CSRF token, for programs that read no page."""

from __future__ import annotations

from flask_smorest import Blueprint

from api.schemas.csrf import CsrfToken
from api.security.csrf import csrf_token
from api.security.permissions import Permission, permission

blueprint = Blueprint("api_csrf", __name__, description="Protection of unsafe requests")


@blueprint.get("/csrf-token")
@permission(Permission.PUBLIC)
@blueprint.response(200, CsrfToken)
def token() -> dict[str, str]:
    """The token of the cookies sent, or of those set with this answer; a sign-in changes it."""
    return {"csrf_token": csrf_token()}
