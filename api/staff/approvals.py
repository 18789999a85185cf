"""`/approvals`: which decisions wait for a second pair of eyes and whose, for administrators."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit
from api.i18n import code_text
from api.security.permissions import Permission, permission
from models.ground.approval_codes import ApprovalLevel
from models.ground.errors import InvalidInput
from services.office.approvals import LONGEST_REASON, ChangeApproval, change_approval, list_approvals

blueprint = Blueprint("staff_approvals", __name__, url_prefix="/approvals")


@blueprint.get("")
@permission(Permission.ADMINISTER)
def approvals() -> str:
    """The policy and the form to change it; `kind` fills the form with what holds."""
    return _page({"kind": request.args.get("kind", "")})


@blueprint.post("")
@permission(Permission.ADMINISTER)
def change() -> BaseResponse | tuple[str, int]:
    """Change who approves one kind; faults come back at their fields with what was chosen."""
    values = {name: request.form.get(name, "").strip() for name in ("kind", "level", "reason")}
    try:
        change_approval(ChangeApproval(**values), make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(values, dict(refused.errors)), 422
    return redirect(url_for("staff_approvals.approvals", changed="1"), code=303)


def _page(values: dict[str, str], errors: dict[str, str] | None = None) -> str:
    rows = list_approvals(make_unit(), current_actor())
    known = {row.kind.value: row.level.value for row in rows}
    return render_template(
        "staff/approvals.html",
        rows=rows,
        kinds=[{"value": kind, "label": code_text("approval_kind", kind)} for kind in known],
        levels=[
            {"value": level.value, "label": code_text("approval_level", level.value)}
            for level in ApprovalLevel
        ],
        values={"level": known.get(values["kind"], ""), **values},
        errors=errors or {},
        longest_reason=LONGEST_REASON,
        is_changed=request.args.get("changed") == "1",
    )
