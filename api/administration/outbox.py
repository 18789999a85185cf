"""`/outbox`: what the office tells the engine and the receiver of alerts, how much of it waits, and what is done about it."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit
from api.security.gate import is_fragment
from api.security.permissions import Permission, permission
from models.ground.errors import InvalidInput
from services.health.list_outbox import OPEN_STATES, OutboxFilter, OutboxState, get_messages, list_outbox
from services.outbox.registry import KINDS
from services.repair.release_message import (
    LONGEST_REASON,
    MOST_AT_ONCE,
    drop_messages,
    send_messages_again,
)

blueprint = Blueprint("administration_outbox", __name__, url_prefix="/outbox")

# The tabs of the page.
SHOWN_STATES = (*OPEN_STATES, OutboxState.GIVEN_UP)


@blueprint.get("")
@permission(Permission.ADMINISTER)
def outbox() -> str:
    """Counts of what has not left, and the rows of one state; the page asks again for itself."""
    return _page()


@blueprint.post("/chosen")
@permission(Permission.ADMINISTER)
def chosen() -> str | tuple[str, int]:
    """What was ticked, message by message, with what becomes of it either way; nothing is done yet."""
    keys = _keys(request.form.getlist("key"))
    return _preview(keys) if keys else (_page({"keys": "REQUIRED"}), 422)


@blueprint.post("/send")
@permission(Permission.ADMINISTER)
def send() -> BaseResponse | tuple[str, int]:
    """Let the sender try exactly these at once."""
    keys = _keys(request.form.getlist("key"))
    try:
        left_alone = send_messages_again(keys, make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(dict(refused.errors)), 422
    return _result(keys, left_alone)


@blueprint.post("/give-up")
@permission(Permission.ADMINISTER)
def give_up() -> BaseResponse | tuple[str, int]:
    """Never send exactly these; without a reason the preview comes back with the field marked."""
    keys = _keys(request.form.getlist("key"))
    try:
        left_alone = drop_messages(keys, request.form.get("reason", ""), make_unit(), current_actor())
    except InvalidInput as refused:
        errors = dict(refused.errors)
        return (_page(errors) if "keys" in errors else _preview(keys, errors)), 422
    return _result(keys, left_alone)


@blueprint.get("/result")
@permission(Permission.ADMINISTER)
def result() -> str:
    """What became of each so far; the page loads itself again while any is still to be tried."""
    found = get_messages(_keys(request.args.getlist("key")), make_unit(), current_actor())
    return render_template(
        "administration/outbox_result.html",
        lines=found,
        is_going_on=any(line.state in (OutboxState.WAITING, OutboxState.AGAIN) for line in found),
        left_alone=request.args.get("left", 0, type=int),
    )


def _page(errors: dict[str, str] | None = None) -> str:
    asked = _asked()
    found = list_outbox(asked, request.args.get("page", 1, type=int), make_unit(), current_actor())
    return render_template(
        "administration/outbox_rows.html" if is_fragment() else "administration/outbox.html",
        asked=asked,
        found=found,
        states=SHOWN_STATES,
        kinds=sorted(KINDS),
        errors=errors or {},
        most_at_once=MOST_AT_ONCE,
    )


def _asked() -> OutboxFilter:
    state, kind = request.args.get("state", ""), request.args.get("kind", "")
    return OutboxFilter(
        state=OutboxState(state) if state in SHOWN_STATES else OutboxState.FAILED,
        kind=kind if kind in KINDS else "",
        number=request.args.get("number", "").strip()[:40],
    )


def _preview(keys: list[int], errors: dict[str, str] | None = None) -> str:
    found = get_messages(keys, make_unit(), current_actor())
    failed = [line for line in found if line.state is OutboxState.FAILED]
    return render_template(
        "administration/outbox_chosen.html",
        lines=failed,
        gone=len(keys) - len(failed),
        errors=errors or {},
        reason=request.form.get("reason", ""),
        longest_reason=LONGEST_REASON,
    )


def _result(keys: list[int], left_alone: int) -> BaseResponse:
    address = url_for("administration_outbox.result", key=keys, left=left_alone or None)
    return redirect(address, code=303)


def _keys(sent: list[str]) -> list[int]:
    """The numbers among what was sent, each once, no more than may be chosen at once."""
    numbers = dict.fromkeys(
        int(text) for text in sent if text.isascii() and text.isdecimal() and len(text) < 19
    )
    return list(numbers)[:MOST_AT_ONCE]
