"""`/tasks/<key>/reassign`: a supervisor gives one task to another person, with the reason."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit
from api.security.permissions import Permission, permission
from models.ground.errors import InvalidInput, RuleRefused
from services.views.reassignable import get_reassignable
from services.worklist.reassign_task import LONGEST_REASON, ReassignTask, reassign_task

blueprint = Blueprint("staff_task_reassign", __name__, url_prefix="/tasks")


@blueprint.get("/<user_task_key>/reassign")
@permission(Permission.SUPERVISE)
def ask(user_task_key: str) -> str:
    """Who has the task, who may have it, and why it is to pass on."""
    return _form(user_task_key)


@blueprint.post("/<user_task_key>/reassign")
@permission(Permission.SUPERVISE)
def reassign(user_task_key: str) -> BaseResponse | tuple[str, int]:
    """Give it on; what is missing and a person who may not have it come back at their fields."""
    sent = {name: request.form.get(name, "") for name in ("to", "reason", "holder")}
    command = ReassignTask(user_task_key, sent["to"], sent["reason"], sent["holder"])
    try:
        reassign_task(command, make_unit(), current_actor())
    except InvalidInput as refused:
        return _form(user_task_key, sent, dict(refused.errors)), 422
    except RuleRefused as refused:
        return _form(user_task_key, sent, {"to": refused.code}), 422
    return redirect(url_for("staff_tasks.task", user_task_key=user_task_key, reassigned="1"), code=303)


def _form(
    user_task_key: str, values: dict[str, str] | None = None, errors: dict[str, str] | None = None
) -> str:
    return render_template(
        "staff/reassign.html",
        found=get_reassignable(user_task_key, make_unit(), current_actor()),
        values=values or {},
        errors=errors or {},
        longest_reason=LONGEST_REASON,
    )
