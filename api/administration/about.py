"""`/administration/about`: what the office says of itself to everybody, for administrators and the director."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit
from api.money import yuan
from api.security.permissions import Permission, permission
from models.ground.errors import InvalidInput
from models.ground.openness_codes import ProfilePart
from models.office.office_profile import SOURCE_LENGTH
from services.openness.enter_fund import LONGEST_USE, EnterFund, enter_fund
from services.openness.office_profile import LONGEST_PART, ChangeProfile, change_profile, read_office_record

blueprint = Blueprint("administration_about", __name__, url_prefix="/administration/about")

_FUND = ("year", "amount", "source", "used_for")


@blueprint.get("")
@permission(Permission.LIMITS)
def about() -> str:
    """What holds in the form to change it, the money by year, and every version."""
    return _page({}, {})


@blueprint.post("")
@permission(Permission.LIMITS)
def change() -> BaseResponse | tuple[str, int]:
    """A further version; faults come back at their fields with what was typed."""
    values = {str(name): request.form.get(name, "") for name in (*ProfilePart, "replaces")}
    command = ChangeProfile({part.value: values[part] for part in ProfilePart}, values["replaces"])
    try:
        change_profile(command, make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(values, dict(refused.errors)), 422
    return redirect("/administration/about?changed=profile", code=303)


@blueprint.post("/funds")
@permission(Permission.LIMITS)
def fund() -> BaseResponse | tuple[str, int]:
    """The money of a year; faults come back at their fields with what was typed."""
    values = {name: request.form.get(name, "") for name in _FUND}
    try:
        enter_fund(EnterFund(**values), make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(values, dict(refused.errors)), 422
    return redirect("/administration/about?changed=fund", code=303)


def _page(values: Mapping[str, str], errors: Mapping[str, str]) -> str:
    record = read_office_record(make_unit(), current_actor())
    profile = record.office.profile
    held = dict(profile.parts) if profile is not None else {}
    return render_template(
        "administration/about.html",
        record=record,
        parts=list(ProfilePart),
        values={**held, **values, "replaces": str(profile.id if profile else 0)},
        errors=errors,
        yuan=yuan,
        longest=LONGEST_PART,
        longest_use=LONGEST_USE,
        longest_source=SOURCE_LENGTH,
        changed=request.args.get("changed", ""),
    )
