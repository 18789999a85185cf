"""`/monitor/runs`: ends and new beginnings of runs that a second person has to confirm, with what each would do."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit
from api.security.permissions import Permission, permission
from models.ground.errors import Conflict, InvalidInput, NotPermitted
from services.case.decide_run import (
    LONGEST_REASON,
    DecideRun,
    decide_run,
    get_run_proposal,
    list_run_proposals,
)

blueprint = Blueprint("staff_monitor_runs", __name__, url_prefix="/monitor/runs")

_CONFIRM = "confirm"
_DECISIONS = (_CONFIRM, "refuse")


@blueprint.get("")
@permission(Permission.SUPERVISE)
def runs() -> str:
    """What waits to be confirmed, the oldest first; those of cases that are not for this person are left out."""
    return render_template(
        "staff/run_proposals.html",
        waiting=list_run_proposals(make_unit(), current_actor()),
        done=request.args.get("done", ""),
    )


@blueprint.get("/<proposal_id>")
@permission(Permission.SUPERVISE)
def run(proposal_id: str) -> str:
    """What it would do, why, and by whom it was proposed; with the two buttons."""
    return _page(proposal_id)


@blueprint.post("/<proposal_id>")
@permission(Permission.SUPERVISE)
def decide(proposal_id: str) -> BaseResponse | tuple[str, int]:
    """Confirm or refuse; what the rules say against it comes back on the page."""
    decision, reason = request.form.get("decision"), request.form.get("reason", "")
    if decision not in _DECISIONS:
        return _page(proposal_id, error="NOT_AN_OPTION", reason=reason), 422
    is_approved = decision == _CONFIRM
    try:
        decide_run(DecideRun(proposal_id, is_approved, reason), make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(proposal_id, error=refused.errors["reason"], reason=reason), 422
    except (NotPermitted, Conflict) as refused:
        return _page(proposal_id, code=refused.code, reason=reason), 409
    done = "confirmed" if is_approved else "refused"
    return redirect(url_for("staff_monitor_runs.runs", done=done), code=303)


def _page(proposal_id: str, error: str = "", code: str = "", reason: str = "") -> str:
    shown = get_run_proposal(proposal_id, make_unit(), current_actor())
    return render_template(
        "staff/run_proposal.html",
        shown=shown,
        error=error,
        code=code,
        reason=reason,
        longest_reason=LONGEST_REASON,
    )
