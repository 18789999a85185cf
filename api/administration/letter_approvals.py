"""`/administration/letter-texts/approvals`: which kinds of letters another person approves, for administrators."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit
from api.security.permissions import Permission, permission
from models.ground.errors import InvalidInput
from services.letters.approval_policy import (
    LONGEST_REASON,
    NEEDED,
    NOT_NEEDED,
    ChangeLetterApproval,
    change_letter_approval,
    list_letter_approvals,
)

blueprint = Blueprint(
    "administration_letter_approvals", __name__, url_prefix="/administration/letter-texts/approvals"
)

FIELDS = ("kind", "approval", "reason", "replaces")


@blueprint.get("")
@permission(Permission.ADMINISTER)
def letter_approvals() -> str:
    """Every kind with what holds for it; `kind` opens the form of one."""
    return _page(request.args.get("kind", ""))


@blueprint.post("")
@permission(Permission.ADMINISTER)
def change() -> BaseResponse | tuple[str, int]:
    """Have one kind need approval or not; faults come back at their fields with what was typed."""
    values = {name: request.form.get(name, "") for name in FIELDS}
    try:
        change_letter_approval(ChangeLetterApproval(**values), make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(values["kind"], values, refused.errors), 422
    return redirect(url_for("administration_letter_approvals.letter_approvals", changed="1"), code=303)


def _page(kind: str, values: Mapping[str, str] | None = None, errors: Mapping[str, str] | None = None) -> str:
    page = list_letter_approvals(make_unit(), current_actor())
    line = next((line for line in page.lines if line.kind.name == kind), None)
    shown: dict[str, str] = {}
    if line is not None:
        shown["approval"] = NEEDED if line.is_needed else NOT_NEEDED
        replaces = str(line.row.id) if line.row else ""
        shown |= {"replaces": replaces, **(values or {})}
        if (errors or {}).get("approval") == "CHANGED_MEANWHILE":
            # That it was changed is told now, with what holds: a second try replaces that.
            shown["replaces"] = replaces
    return render_template(
        "administration/letter_approvals.html",
        page=page,
        titles={line.kind.name: line.kind.title for line in page.lines},
        line=line,
        choices=(NEEDED, NOT_NEEDED),
        values=shown,
        errors=dict(errors or {}),
        longest_reason=LONGEST_REASON,
        is_changed=request.args.get("changed") == "1",
    )
