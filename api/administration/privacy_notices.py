"""`/privacy/notices`: versions of what people are told of the use of their data; one person words one, another approves it."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit
from api.security.permissions import ROLES, Permission, permission
from models.ground.errors import Conflict, InvalidInput, NotPermitted
from models.ground.privacy_codes import NoticePart
from services.office.decide_privacy_notice import DecidePrivacyNotice, decide_privacy_notice
from services.office.list_privacy_notices import get_privacy_notice, list_privacy_notices
from services.office.propose_privacy_notice import (
    LONGEST_PART,
    LONGEST_REASON,
    ProposePrivacyNotice,
    propose_privacy_notice,
)

blueprint = Blueprint("privacy_notices", __name__, url_prefix="/privacy/notices")


@blueprint.get("")
@permission(Permission.LIMITS)
def notices() -> str:
    """The text in force, the one that waits, and what became of others."""
    return render_template(
        "administration/privacy_notices.html",
        register=list_privacy_notices(make_unit(), current_actor()),
        may_propose=bool(ROLES[Permission.ADMINISTER] & current_actor().roles),
        done=request.args.get("done", ""),
    )


@blueprint.get("/new")
@permission(Permission.ADMINISTER)
def new() -> str:
    """The form for the next version, filled with the text in force."""
    return _form_page()


@blueprint.post("/new")
@permission(Permission.ADMINISTER)
def propose() -> BaseResponse | tuple[str, int]:
    """Propose it; faults come back at their fields with what was typed."""
    names = [*NoticePart, "reason", "replaces"]
    values = {str(name): request.form.get(name, "") for name in names}
    parts = {part.value: values[part] for part in NoticePart}
    command = ProposePrivacyNotice(parts, values["reason"], values["replaces"])
    try:
        propose_privacy_notice(command, make_unit(), current_actor())
    except InvalidInput as refused:
        return _form_page(values, refused.errors), 422
    except Conflict as refused:
        return _form_page(values, code=refused.code), 409
    return redirect(url_for("privacy_notices.notices", done="proposed"), code=303)


@blueprint.get("/<notice_id>")
@permission(Permission.LIMITS)
def notice(notice_id: str) -> str:
    """One text beside the one in force, with the buttons of who may decide."""
    return _notice_page(notice_id)


@blueprint.post("/<notice_id>")
@permission(Permission.LIMITS)
def decide(notice_id: str) -> BaseResponse | tuple[str, int]:
    """Approve, refuse or withdraw; what is against it comes back on the page."""
    decision, reason = request.form.get("decision", ""), request.form.get("reason", "")
    command = DecidePrivacyNotice(notice_id, decision, reason)
    try:
        state = decide_privacy_notice(command, make_unit(), current_actor())
    except InvalidInput as refused:
        return _notice_page(notice_id, error=next(iter(refused.errors.values())), reason=reason), 422
    except (NotPermitted, Conflict) as refused:
        return _notice_page(notice_id, code=refused.code, reason=reason), 409
    return redirect(url_for("privacy_notices.notices", done=state.value), code=303)


def _form_page(
    values: dict[str, str] | None = None, errors: dict[str, str] | None = None, code: str = ""
) -> str:
    current = list_privacy_notices(make_unit(), current_actor()).current
    known = {**dict(current.parts), "replaces": current.version or ""} if current is not None else {}
    return render_template(
        "administration/privacy_notice_form.html",
        parts=[part.value for part in NoticePart],
        values=known if values is None else values,
        errors=errors or {},
        code=code,
        longest=LONGEST_PART,
        longest_reason=LONGEST_REASON,
    )


def _notice_page(notice_id: str, error: str = "", code: str = "", reason: str = "") -> str:
    return render_template(
        "administration/privacy_notice.html",
        shown=get_privacy_notice(notice_id, make_unit(), current_actor()),
        error=error,
        code=code,
        reason=reason,
        longest_reason=LONGEST_REASON,
    )
