"""`/deployments`: files for the process engine that wait for a second person, with what they change."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit
from api.security.permissions import Permission, permission
from models.ground.errors import InvalidInput
from services.deployments.decide_deployment import LONGEST_REASON, DecideDeployment, decide_deployment
from services.deployments.list_deployments import list_deployments

blueprint = Blueprint("staff_deployments", __name__, url_prefix="/deployments")


@blueprint.get("")
@permission(Permission.PROPOSE)
def deployments() -> str:
    """Those that wait first."""
    return _page()


@blueprint.post("/<proposal_id>/decision")
@permission(Permission.PROPOSE)
def decide(proposal_id: str) -> BaseResponse | tuple[str, int]:
    """Confirm or refuse; without the reason of a refusal the page comes back with the field marked."""
    sent = {name: request.form.get(name, "") for name in ("decision", "reason", "seen")}
    command = DecideDeployment(proposal_id, **sent)
    try:
        decide_deployment(command, make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(command, dict(refused.errors)), 422
    return redirect(f"/deployments?done={command.decision}", code=303)


def _page(sent: DecideDeployment | None = None, errors: dict[str, str] | None = None) -> str:
    waiting, ended = list_deployments(make_unit(), current_actor())
    return render_template(
        "staff/deployment_proposals.html",
        waiting=waiting,
        ended=ended,
        sent=sent,
        errors=errors or {},
        done=request.args.get("done", ""),
        longest_reason=LONGEST_REASON,
    )
