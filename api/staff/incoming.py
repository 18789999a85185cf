"""来件登记: what came in by the doors of the office, and what a person makes of what waits."""

from __future__ import annotations

from dataclasses import dataclass, field

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit
from api.security.headers import allow_download_sandbox
from api.security.permissions import Permission, permission
from api.sent_files import send_stream
from api.staff.register import answer_registered, read_registration, show_registration
from models.clock.legal_time import to_beijing
from models.ground.codes import Channel
from models.ground.errors import Conflict, InvalidInput
from models.ground.incoming_codes import Door
from services.filing.raw_shapes import read_message
from services.incoming.settle_message import (
    LONGEST_NOTE,
    CloseMessage,
    JoinMessage,
    close_message,
    join_message,
    register_message,
)
from services.openings.scans.read_scans import find_scan
from services.views.incoming import (
    IncomingGroup,
    IncomingMessage,
    SearchIncoming,
    list_incoming,
    list_shut_doors,
    open_incoming_file,
    read_incoming,
)

blueprint = Blueprint("staff_incoming", __name__, url_prefix="/incoming")


@dataclass(frozen=True, slots=True)
class _Refused:
    """What was typed into a form of the page and what is wrong with it."""

    typed: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


@blueprint.get("")
@permission(Permission.INCOMING)
def messages() -> str:
    """Those that wait for somebody; by group and number of the case."""
    group = request.args.get("group", "")
    asked = SearchIncoming(
        group=IncomingGroup(group) if group in set(IncomingGroup) else IncomingGroup.PUT_ASIDE,
        text=request.args.get("q", "")[:40],
        page=int(page) if (page := request.args.get("page", "1")).isdecimal() else 1,
    )
    return render_template(
        "staff/incoming.html",
        messages=list_incoming(asked, make_unit(), current_actor()),
        asked=asked,
        groups=list(IncomingGroup),
        done=request.args.get("done", ""),
        shut=list_shut_doors(make_unit(), current_actor()),
    )


@blueprint.get("/<incoming_id>")
@permission(Permission.INCOMING)
def message(incoming_id: str) -> str:
    """One message with its words, and what can be made of it."""
    return _page(incoming_id, _Refused())


@blueprint.get("/<incoming_id>/files/<int:place>")
@permission(Permission.INCOMING)
def file(incoming_id: str, place: int) -> Response:
    """One of its files, for saving only."""
    name, content = open_incoming_file(incoming_id, place, make_unit(), current_actor())
    allow_download_sandbox()
    return send_stream([content], name, "application/octet-stream")


@blueprint.post("/<incoming_id>/case")
@permission(Permission.INCOMING)
def join(incoming_id: str) -> BaseResponse | tuple[str, int]:
    """It belongs to this case."""
    number = request.form.get("number", "")[:40]
    try:
        join_message(JoinMessage(incoming_id, number), make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(incoming_id, _Refused({"number": number}, dict(refused.errors))), 422
    except Conflict:
        return _page(incoming_id, _Refused({}, {"moved_on": "moved_on"})), 409
    return redirect(url_for("staff_incoming.messages", done="joined"), code=303)


@blueprint.post("/<incoming_id>/close")
@permission(Permission.INCOMING)
def close(incoming_id: str) -> BaseResponse | tuple[str, int]:
    """Nothing comes of it, for this reason."""
    note = request.form.get("note", "")
    try:
        close_message(CloseMessage(incoming_id, note), make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(incoming_id, _Refused({"note": note}, dict(refused.errors))), 422
    except Conflict:
        return _page(incoming_id, _Refused({}, {"moved_on": "moved_on"})), 409
    return redirect(url_for("staff_incoming.messages", done="closed"), code=303)


@blueprint.get("/<incoming_id>/complaint")
@permission(Permission.INCOMING)
def complaint_form(incoming_id: str) -> BaseResponse:
    """The registration form with what was read in the message."""
    told = read_incoming(incoming_id, make_unit(), current_actor())
    if not told.may_be_filed:
        return redirect(url_for("staff_incoming.message", incoming_id=incoming_id), code=303)
    return Response(show_registration(_told_values(told), {}, action=_action(incoming_id)))


@blueprint.post("/<incoming_id>/complaint")
@permission(Permission.INCOMING)
def register(incoming_id: str) -> BaseResponse | tuple[str, int]:
    """Register it as a complaint, with its files."""
    try:
        command = read_registration()
        filed = register_message(incoming_id, command, make_unit(), current_actor())
    except InvalidInput as fault:
        return Response(show_registration(None, fault.errors, action=_action(incoming_id)), status=422)
    except Conflict:
        return _page(incoming_id, _Refused({}, {"moved_on": "moved_on"})), 409
    return answer_registered(filed)


def _action(incoming_id: str) -> str:
    return url_for("staff_incoming.register", incoming_id=incoming_id)


def _told_values(told: IncomingMessage) -> dict[str, str]:
    received = to_beijing(told.line.received_at).strftime("%Y-%m-%dT%H:%M")
    if told.line.door is Door.FOLDER and "from" not in told.message:
        # A scan: what it says a clerk reads on it.
        return {"channel": Channel.LETTER.value, "received_at": received}
    is_chat = told.line.door is Door.CHAT
    channel = Channel(str(told.message.get("channel", Channel.CHAT))) if is_chat else Channel.EMAIL
    statement = read_message(channel, told.message).statement
    return {
        "channel": channel.value,
        "received_at": received,
        "name": statement.name,
        "phone": statement.phone,
        "email": statement.email,
        "anonymous": "true" if statement.is_anonymous else "",
        "content": statement.content,
        "raw_text": told.text or statement.content,
        "source_reference": str(told.message.get("post_id" if is_chat else "message_id", ""))[:200],
    }


def _page(incoming_id: str, refused: _Refused) -> str:
    return render_template(
        "staff/incoming_message.html",
        told=read_incoming(incoming_id, make_unit(), current_actor()),
        scan=find_scan(incoming_id, make_unit(), current_actor()),
        typed=refused.typed,
        errors=refused.errors,
        longest_note=LONGEST_NOTE,
    )
