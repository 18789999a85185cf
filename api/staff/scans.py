"""整批扫描件: scans of a whole box or tray of mail, split by their cover sheets, and what a person mends of them."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit
from api.incoming_files import incoming_files
from api.looks import note_cases
from api.security.headers import allow_download_sandbox
from api.security.permissions import Permission, permission
from api.sent_files import send_stream
from api.typed_numbers import typed_number
from models.ground.errors import Conflict, InvalidInput
from models.ground.look_codes import LookKind, LookPurpose
from services.openings.read_openings import read_opening
from services.openings.scans.mend_scan import LONGEST_NOTE, PlacePages, finish_scan, place_pages, take_off
from services.openings.scans.read_scans import (
    PagesOfScan,
    list_opened_cases,
    list_scans_of,
    open_pages,
    read_scan,
)
from services.openings.scans.upload_scan import upload_scan

blueprint = Blueprint("staff_scans", __name__, url_prefix="/openings")


@blueprint.get("/<opening_id>/scans")
@permission(Permission.INCOMING)
def of_opening(opening_id: str) -> str:
    """The scans of one opening, and where another is brought."""
    return _list(opening_id, {})


@blueprint.post("/<opening_id>/scans")
@permission(Permission.INCOMING)
def upload(opening_id: str) -> BaseResponse | tuple[str, int]:
    """Bring a scan of the whole box; its pages are looked at afterwards."""
    sent = incoming_files("scan")
    try:
        incoming_id = upload_scan(opening_id, sent[0] if sent else None, make_unit(), current_actor())
    except InvalidInput as refused:
        return _list(opening_id, refused.errors), 422
    return _to(incoming_id)


@blueprint.get("/scans/<incoming_id>")
@permission(Permission.INCOMING)
def scan(incoming_id: str) -> str:
    """How far it is, which pages lie where, and which wait."""
    return _page(incoming_id, {})


@blueprint.get("/scans/<incoming_id>/pages/<int:first>-<int:last>.pdf")
@permission(Permission.INCOMING)
def pages(incoming_id: str, first: int, last: int) -> Response:
    """Some of its pages, for saving only."""
    asked = PagesOfScan(incoming_id, first, last)
    name, content = open_pages(asked, make_unit(), current_actor())
    note_cases(list_opened_cases(asked, make_unit()), LookPurpose.INCOMING, LookKind.CASE)
    allow_download_sandbox()
    return send_stream([content], name, "application/octet-stream")


@blueprint.post("/scans/<incoming_id>/pages")
@permission(Permission.INCOMING)
def place(incoming_id: str) -> BaseResponse | tuple[str, int]:
    """These pages belong to this thing."""
    told = request.form
    first, last = (typed_number(told.get(name, "")) for name in ("first", "last"))
    command = PlacePages(incoming_id, first, last, told.get("sheet", "")[:40])
    try:
        place_pages(command, make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(incoming_id, refused.errors), 422
    except Conflict:
        return _moved_on(incoming_id)
    return _to(incoming_id)


@blueprint.post("/scans/<incoming_id>/off")
@permission(Permission.INCOMING)
def off(incoming_id: str) -> BaseResponse | tuple[str, int]:
    """The pages that begin here, or all of them, do not belong where they lie."""
    try:
        take_off(incoming_id, typed_number(request.form.get("first", "")), make_unit(), current_actor())
    except Conflict:
        return _moved_on(incoming_id)
    return _to(incoming_id)


@blueprint.post("/scans/<incoming_id>/end")
@permission(Permission.INCOMING)
def end(incoming_id: str) -> BaseResponse | tuple[str, int]:
    """What is left belongs to nothing."""
    try:
        finish_scan(incoming_id, request.form.get("note", ""), make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(incoming_id, refused.errors), 422
    except Conflict:
        return _moved_on(incoming_id)
    return _to(incoming_id)


def _list(opening_id: str, errors: Mapping[str, str]) -> str:
    return render_template(
        "staff/opening_scans.html",
        told=read_opening(opening_id, make_unit(), current_actor()),
        scans=list_scans_of(opening_id, make_unit(), current_actor()),
        errors=errors,
    )


def _page(incoming_id: str, errors: Mapping[str, str]) -> str:
    return render_template(
        "staff/scan.html",
        told=read_scan(incoming_id, make_unit(), current_actor()),
        values=request.form,
        errors=errors,
        longest_note=LONGEST_NOTE,
    )


def _moved_on(incoming_id: str) -> tuple[str, int]:
    return _page(incoming_id, {"moved_on": "moved_on"}), 409


def _to(incoming_id: str) -> BaseResponse:
    return redirect(url_for("staff_scans.scan", incoming_id=incoming_id), code=303)
