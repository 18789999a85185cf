"""Messages to the engine that do not leave by themselves: sent again, or dropped with a reason."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit
from api.security.permissions import Permission, permission
from models.ground.errors import InvalidInput
from services.outbox.registry import KINDS
from services.repair.held_messages import list_held_messages
from services.repair.release_message import LONGEST_REASON, drop_message, send_message_again

blueprint = Blueprint("staff_monitor_messages", __name__, url_prefix="/monitor/messages")


@blueprint.get("")
@permission(Permission.SUPERVISE)
def messages() -> str:
    """The oldest first; those of cases that are not for this person are left out."""
    return _page(done=request.args.get("done", ""))


@blueprint.post("/<int:message_id>/send")
@permission(Permission.SUPERVISE)
def send(message_id: int) -> BaseResponse:
    """Try again at once."""
    send_message_again(message_id, make_unit(), current_actor())
    return redirect(url_for("staff_monitor_messages.messages", done="send"), code=303)


@blueprint.post("/<int:message_id>/drop")
@permission(Permission.SUPERVISE)
def drop(message_id: int) -> BaseResponse | tuple[str, int]:
    """Never send it; without a reason the page comes back with the field marked."""
    reason = request.form.get("reason", "")
    try:
        drop_message(message_id, reason, make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(refused_id=message_id, error=refused.errors["reason"], reason=reason), 422
    return redirect(url_for("staff_monitor_messages.messages", done="drop"), code=303)


def _page(refused_id: int | None = None, error: str = "", reason: str = "", done: str = "") -> str:
    asked = {name: request.args.get(name, "").strip()[:40] for name in ("kind", "number")}
    if asked["kind"] not in KINDS:
        asked["kind"] = ""
    held = list_held_messages(make_unit(), current_actor(), **asked)
    return render_template(
        "staff/messages.html",
        held=held,
        asked=asked,
        kinds=sorted(KINDS),
        refused_id=refused_id,
        error=error,
        reason=reason,
        done=done,
        longest_reason=LONGEST_REASON,
    )
