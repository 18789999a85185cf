"""`/group-proposals`: many like complaints, proposed as a mass complaint; a person confirms or dismisses each."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit
from api.looks import note_cases
from api.security.permissions import Permission, permission
from models.case.complaint_group import MAX_NAME_LENGTH
from models.ground.errors import InvalidInput
from models.ground.look_codes import LookKind, LookPurpose
from services.groups.decide_proposal import (
    LONGEST_REASON,
    LONGEST_STATEMENT,
    ConfirmProposal,
    confirm_proposal,
    dismiss_proposal,
)
from services.groups.list_proposals import list_open_proposals

blueprint = Blueprint("staff_group_proposals", __name__, url_prefix="/group-proposals")


@blueprint.get("")
@permission(Permission.GROUP)
def proposals() -> str:
    """Those that wait for this person, with what speaks for each."""
    return _page()


@blueprint.post("/<proposal_id>")
@permission(Permission.GROUP)
def confirm(proposal_id: str) -> BaseResponse | tuple[str, int]:
    """Open the mass complaint; faults come back at their fields with what was chosen."""
    chosen = request.form.getlist("chosen")
    fields = ("leading", "group_name", "statement", "reason")
    values = {name: request.form.get(name, "").strip() for name in fields}
    command = ConfirmProposal(
        proposal_id, chosen, values["leading"], values["group_name"], values["statement"], values["reason"]
    )
    try:
        leading_id = confirm_proposal(command, make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(proposal_id, values, dict(refused.errors), chosen), 422
    return redirect(f"/cases/{leading_id}/related", code=303)


@blueprint.post("/<proposal_id>/dismiss")
@permission(Permission.GROUP)
def dismiss(proposal_id: str) -> BaseResponse | tuple[str, int]:
    """It is none, with the reason."""
    reason = request.form.get("dismiss_reason", "").strip()
    try:
        dismiss_proposal(proposal_id, reason, make_unit(), current_actor())
    except InvalidInput as refused:
        errors = {"dismiss_reason": refused.errors["reason"]}
        return _page(proposal_id, {"dismiss_reason": reason}, errors), 422
    return redirect(url_for("staff_group_proposals.proposals", dismissed="1"), code=303)


def _page(
    tried: str = "",
    values: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
    chosen: list[str] | None = None,
) -> str:
    shown = list_open_proposals(make_unit(), current_actor())
    note_cases(
        (line.complaint_id for one in shown for line in one.files), LookPurpose.GROUPING, LookKind.CASE
    )
    return render_template(
        "staff/group_proposals.html",
        proposals=shown,
        tried=tried,
        values=values,
        errors=errors or {},
        chosen=chosen,
        longest={"name": MAX_NAME_LENGTH, "statement": LONGEST_STATEMENT, "reason": LONGEST_REASON},
        is_dismissed=request.args.get("dismissed") == "1",
    )
