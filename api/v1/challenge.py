"""The challenge of a filing, for programs that read no page."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint

from api.context import current_actor, make_unit
from api.schemas.challenge import ChallengeOut, ChallengeQuery
from api.security.permissions import Permission, permission
from api.security.person_guard import ask
from services.attempts.guard import FILING, look_at_guard

blueprint = Blueprint("api_challenge", __name__, description="What is asked where much is sent")


@blueprint.get("/challenge")
@permission(Permission.PUBLIC)
@blueprint.arguments(ChallengeQuery, location="query")
@blueprint.response(200, ChallengeOut)
def challenge(query: dict[str, str]) -> dict[str, Any]:
    """The challenge for a complaint of this submission_id; `is_needed` says whether it is asked for at the moment."""
    sending = query["submission_id"]
    made = ask(FILING, sending)
    return {
        "is_needed": look_at_guard(FILING, sending, current_actor(), make_unit()).is_up,
        "token": made.token,
        "salt": made.salt,
        "target": made.target,
        "largest": made.largest,
        "expires_at": made.expires_at,
    }
