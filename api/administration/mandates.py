"""`/mandates`: who outside may read what until when; granted by one person, confirmed by a second, every look on record."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, redirect, render_template, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit
from api.security.permissions import Permission, permission
from api.staff.mandate_words import name_codes
from api.submission_ids import sent_submission_id, shown_submission_id
from models.ground.errors import InvalidInput
from models.ground.oversight_codes import MandateDecision, OversightBody, OversightReach
from services.forms.typed import read_number
from services.oversight.decide_mandate import DecideMandate, decide_mandate, withdraw_mandate
from services.oversight.grant_mandate import GrantMandate, grant_mandate
from services.oversight.list_mandates import list_mandates, read_mandate
from services.oversight.mandate_choices import read_choices
from services.oversight.typed import LONGEST_NAME, LONGEST_WORDS, MOST_TYPED

blueprint = Blueprint("mandates", __name__, url_prefix="/mandates")
_FIELDS = (
    "staff_id",
    "kind",
    "body",
    "paper_no",
    "received_from",
    "received_until",
    "reach",
    "valid_from",
    "valid_until",
)


@blueprint.get("")
@permission(Permission.MANDATES)
def mandates() -> str:
    """All of them, the newest first."""
    found = list_mandates(
        read_number(request.args.get("before", ""), 0, MOST_TYPED), make_unit(), current_actor()
    )
    return render_template("administration/mandates.html", found=found, done=request.args.get("done", ""))


@blueprint.get("/new")
@permission(Permission.ADMINISTER)
def new_mandate() -> str:
    """The form of one."""
    return _form(MultiDict(), {})


@blueprint.post("/new")
@permission(Permission.ADMINISTER)
def grant() -> BaseResponse | tuple[str, int]:
    """Grant it; faults come back at their fields with what was typed."""
    values = {name: request.form.get(name, "") for name in _FIELDS}
    units, items = request.form.getlist("units"), request.form.getlist("items")
    command = GrantMandate(submission_id=sent_submission_id(), units=units, items=items, **values)
    try:
        mandate_id = grant_mandate(command, make_unit(), current_actor())
    except InvalidInput as refused:
        return _form(request.form, dict(refused.errors)), 422
    return redirect(f"/mandates/{mandate_id}?done=granted", code=303)


@blueprint.get("/<mandate_id>")
@permission(Permission.MANDATES)
def mandate(mandate_id: str) -> str:
    """One, with every look that was taken by it."""
    return _page(mandate_id, {}, {})


@blueprint.post("/<mandate_id>/decision")
@permission(Permission.SUPERVISE)
def decide(mandate_id: str) -> BaseResponse | tuple[str, int]:
    """Confirm or refuse it."""
    values = {name: request.form.get(name, "") for name in ("decision", "reason")}
    try:
        decide_mandate(DecideMandate(mandate_id, **values), make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(mandate_id, values, dict(refused.errors)), 422
    done = "confirmed" if values["decision"] == MandateDecision.CONFIRM else "refused"
    return redirect(f"/mandates/{mandate_id}?done={done}", code=303)


@blueprint.post("/<mandate_id>/withdrawal")
@permission(Permission.SUPERVISE)
def withdraw(mandate_id: str) -> BaseResponse | tuple[str, int]:
    """End one that is in force before its last day."""
    values = {"withdraw_reason": request.form.get("withdraw_reason", "")}
    try:
        withdraw_mandate(mandate_id, values["withdraw_reason"], make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(mandate_id, values, dict(refused.errors)), 422
    return redirect(f"/mandates/{mandate_id}?done=withdrawn", code=303)


def _form(sent: MultiDict[str, str], errors: Mapping[str, str]) -> str:
    return render_template(
        "administration/mandate_new.html",
        choices=read_choices(make_unit(), current_actor()),
        values=sent,
        units=sent.getlist("units"),
        items=sent.getlist("items"),
        errors=errors,
        kinds=tuple(OversightBody),
        reaches=tuple(OversightReach),
        longest=LONGEST_NAME,
        submission_id=shown_submission_id(errors),
    )


def _page(mandate_id: str, values: Mapping[str, str], errors: Mapping[str, str]) -> str:
    page = read_mandate(
        mandate_id, read_number(request.args.get("before", ""), 0, MOST_TYPED), make_unit(), current_actor()
    )
    return render_template(
        "administration/mandate.html",
        page=page,
        scope=name_codes(page.listed.mandate),
        values=values,
        errors=errors,
        decisions=tuple(MandateDecision),
        done=request.args.get("done", ""),
        longest=LONGEST_WORDS,
    )
