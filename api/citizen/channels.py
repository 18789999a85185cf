"""`/channels`: the ways to reach the centre, kept current: who answers for one says there that its address holds."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, current_session, make_unit
from api.security.permissions import Permission, is_allowed, permission
from models.ground.errors import InvalidInput
from services.office.public_channels import CheckChannel, check_channel, list_public_channels
from services.views.colleagues import list_colleagues

blueprint = Blueprint("channels", __name__, url_prefix="/channels")


@blueprint.get("")
@permission(Permission.PUBLIC)
def channels() -> str:
    """For everybody; for who answers for one and for administrators with what they may do."""
    return _page({})


@blueprint.post("/<code>")
@permission(Permission.SIGNED_IN)
def check(code: str) -> str | tuple[str, int] | BaseResponse:
    """The address as it holds today."""
    command = CheckChannel(code, request.form.get("address", ""), request.form.get("owner"))
    try:
        check_channel(command, make_unit(), current_actor())
    except InvalidInput as fault:
        return _page(fault.errors, code), 422
    return redirect("/channels", code=303)


def _page(errors: dict[str, str], faulty: str = "") -> str:
    session = current_session()
    is_administrator = is_allowed(Permission.ADMINISTER, session)
    return render_template(
        "citizen/channels.html",
        channels=list_public_channels(make_unit()),
        own=session.staff_id if session is not None else None,
        is_administrator=is_administrator,
        is_watched=is_administrator or is_allowed(Permission.SUPERVISE, session),
        colleagues=list_colleagues(make_unit()) if is_administrator else [],
        errors=errors,
        faulty=faulty,
    )
