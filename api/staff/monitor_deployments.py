"""`/monitor/deployments`: what reached the engine, by whom, what it would break; what came past the door is reviewed here."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit
from api.security.permissions import Permission, permission
from models.ground.errors import InvalidInput
from services.deployments.list_versions import list_answered_versions, list_unreviewed_versions
from services.deployments.review_version import LONGEST_REASON, review_version

blueprint = Blueprint("staff_monitor_deployments", __name__, url_prefix="/monitor/deployments")


@blueprint.get("")
@permission(Permission.SUPERVISE)
def deployments() -> str:
    """Those that nobody reviewed first."""
    return _page(is_done="done" in request.args)


@blueprint.post("/<key>/review")
@permission(Permission.SUPERVISE)
def review(key: str) -> BaseResponse | tuple[str, int]:
    """Enter the look; without a reason the page comes back with the field marked."""
    reason = request.form.get("reason", "")
    try:
        review_version(key, reason, make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(refused_key=key, error=refused.errors["reason"], reason=reason), 422
    return redirect(url_for("staff_monitor_deployments.deployments", done=""), code=303)


def _page(refused_key: str = "", error: str = "", reason: str = "", *, is_done: bool = False) -> str:
    answered, total = list_answered_versions(make_unit(), current_actor())
    return render_template(
        "staff/deployments.html",
        unreviewed=list_unreviewed_versions(make_unit(), current_actor()),
        answered=answered,
        total=total,
        refused_key=refused_key,
        error=error,
        reason=reason,
        is_done=is_done,
        longest_reason=LONGEST_REASON,
    )
