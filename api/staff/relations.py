"""`/relations`: what a member of staff declares of himself for recusal, and says anew when its time is over."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit
from api.security.permissions import Permission, permission
from models.ground.errors import InvalidInput
from services.office.declare_relation import (
    LONGEST_NAME,
    LONGEST_RELATION,
    DeclareAnew,
    DeclareRelation,
    declare_anew,
    declare_relation,
)
from services.views.my_relations import list_my_relations

blueprint = Blueprint("staff_relations", __name__, url_prefix="/relations")

_FIELDS = ("subject_type", "staff", "unit", "name", "phone", "relation", "effect", "valid_until")
_ANSWERS = ("yes", "no")
# Which field of the page names the subject of each kind.
_SUBJECT_FIELDS = {"staff": "staff", "unit": "unit", "person": "name", "company": "name"}


@blueprint.get("")
@permission(Permission.HANDLE)
def mine() -> str:
    """One's own declarations, and the form for another."""
    return _page()


@blueprint.post("")
@permission(Permission.HANDLE)
def declare() -> BaseResponse | tuple[str, int]:
    """Declare; faults come back at their fields with what was typed."""
    values = {field: request.form.get(field, "") for field in _FIELDS}
    subject_field = _SUBJECT_FIELDS.get(values["subject_type"], "")
    command = DeclareRelation(
        subject_type=values["subject_type"],
        subject=values.get(subject_field, ""),
        relation=values["relation"],
        effect=values["effect"],
        valid_until=values["valid_until"],
        phone=values["phone"],
    )
    try:
        declare_relation(command, make_unit(), current_actor())
    except InvalidInput as refused:
        errors = {
            (subject_field or "subject_type") if name == "subject" else name: code
            for name, code in refused.errors.items()
        }
        return _page(values, errors), 422
    return redirect(url_for("staff_relations.mine", done="declared"), code=303)


@blueprint.post("/<int:relation_id>")
@permission(Permission.HANDLE)
def anew(relation_id: int) -> BaseResponse | tuple[str, int]:
    """Say what has become of one of them."""
    until = request.form.get("valid_until", "")
    holds = request.form.get("holds")
    if holds not in _ANSWERS:
        # An ended declaration is over for good: nobody ends one by a form without its button.
        return _page(anew_errors={relation_id: "NOT_AN_OPTION"}), 422
    command = DeclareAnew(relation_id, holds == "yes", until)
    try:
        declare_anew(command, make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(anew_errors={relation_id: refused.errors["valid_until"]}), 422
    return redirect(url_for("staff_relations.mine", done="anew"), code=303)


def _page(
    values: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
    anew_errors: dict[int, str] | None = None,
) -> str:
    return render_template(
        "staff/relations.html",
        shown=list_my_relations(make_unit(), current_actor()),
        values=values or {},
        errors=errors or {},
        anew_errors=anew_errors or {},
        done=request.args.get("done", ""),
        longest_relation=LONGEST_RELATION,
        longest_name=LONGEST_NAME,
    )
