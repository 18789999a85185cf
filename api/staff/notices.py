"""Notices to complainants and mails to units outside: what did not leave, was refused or is in doubt, and what is decided."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit
from api.security.permissions import Permission, permission
from models.ground.errors import Conflict, InvalidInput, NotFound
from services.repair.settle_dispatch import LONGEST_NOTE, SettleDispatch, Settling, settle_dispatch
from services.repair.tell_code import TellCode, tell_code
from services.views.notices import NoticeGroup, NoticeReader, SearchNotices, list_notices

blueprint = Blueprint("staff_notices", __name__, url_prefix="/notices")


@blueprint.get("")
@permission(Permission.HANDLE)
def notices() -> str:
    """Those that wait for somebody; by group and number of the complaint."""
    return _page(done=request.args.get("done", ""))


@blueprint.post("/<dispatch_id>")
@permission(Permission.HANDLE)
def settle(dispatch_id: str) -> BaseResponse | tuple[str, int]:
    """Try again, told otherwise, or nothing any more; without a word the page comes back with the field marked."""
    chosen = request.form.get("settling", "")
    if chosen not in set(Settling):
        raise NotFound
    command = SettleDispatch(dispatch_id, Settling(chosen), request.form.get("note", ""))
    try:
        settle_dispatch(command, make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(refused=command, error=refused.errors["note"]), 422
    except Conflict as refused:
        is_owed = refused.code == "SEND_AGAIN_INSTEAD"
        return _page(done="send_again" if is_owed else "moved_on"), 409
    return redirect(url_for("staff_notices.notices", done=chosen), code=303)


@blueprint.post("/<dispatch_id>/code")
@permission(Permission.HANDLE)
def code(dispatch_id: str) -> BaseResponse | tuple[str, int]:
    """That a unit was told its code by another way; without a word the page comes back with the field marked."""
    command = TellCode(dispatch_id, request.form.get("note", ""))
    try:
        tell_code(command, make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(refused=command, error=refused.errors["note"]), 422
    except Conflict:
        return _page(done="moved_on"), 409
    return redirect(url_for("staff_notices.notices", done="told"), code=303)


def _page(refused: SettleDispatch | TellCode | None = None, error: str = "", done: str = "") -> str:
    group, reader = request.args.get("group", ""), request.args.get("to", "")
    asked = SearchNotices(
        group=NoticeGroup(group) if group in set(NoticeGroup) else NoticeGroup.TO_DECIDE,
        reader=NoticeReader(reader) if reader in set(NoticeReader) else NoticeReader.ANYBODY,
        text=request.args.get("q", "")[:40],
        page=int(page) if (page := request.args.get("page", "1")).isdecimal() else 1,
    )
    return render_template(
        "staff/notices.html",
        notices=list_notices(asked, make_unit(), current_actor()),
        asked=asked,
        groups=list(NoticeGroup),
        readers=list(NoticeReader),
        refused=refused,
        error=error,
        done=done,
        longest_note=LONGEST_NOTE,
    )
