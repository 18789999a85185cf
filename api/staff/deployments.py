"""`/deployments`: what waits for a second person: files before they are deployed, and versions that came past that."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit
from api.security.permissions import Permission, permission
from models.ground.errors import InvalidInput
from services.deployments.decide_deployment import LONGEST_REASON, DecideDeployment, decide_deployment
from services.deployments.list_deployments import list_deployments
from services.deployments.list_past_door import list_past_door
from services.deployments.put_back import PutBack, put_back
from services.deployments.review_version import review_version

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


@blueprint.post("/versions/<key>/decision")
@permission(Permission.PROPOSE)
def decide_version(key: str) -> BaseResponse | tuple[str, int]:
    """Enter that somebody looked, or have the earlier version put back; without a reason the field comes back marked."""
    command = PutBack(key, request.form.get("earlier", ""), request.form.get("reason", ""))
    try:
        match request.form.get("decision"):
            case "confirm":
                review_version(key, command.reason, make_unit(), current_actor())
                done = "reviewed"
            case "put_back":
                put_back(command, make_unit(), current_actor())
                done = "put_back"
            case _:
                raise InvalidInput({"decision": "REQUIRED"})
    except InvalidInput as refused:
        return _page(sent_version=command, errors=dict(refused.errors)), 422
    return redirect(f"/deployments?done={done}", code=303)


def _page(
    sent: DecideDeployment | None = None,
    errors: dict[str, str] | None = None,
    *,
    sent_version: PutBack | None = None,
) -> str:
    waiting, ended = list_deployments(make_unit(), current_actor())
    past, past_in_all = list_past_door(make_unit(), current_actor())
    return render_template(
        "staff/deployment_proposals.html",
        waiting=waiting,
        ended=ended,
        past=past,
        past_in_all=past_in_all,
        sent=sent,
        sent_version=sent_version,
        errors=errors or {},
        done=request.args.get("done", ""),
        longest_reason=LONGEST_REASON,
    )
