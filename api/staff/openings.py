"""开箱、拆信: boxes and trays of mail that two people opened, their papers, and what becomes of each thing in them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit, office_now
from api.security.permissions import Permission, permission
from api.sent_files import send_stream
from api.staff.register import answer_registered, read_registration, show_registration
from api.submission_ids import sent_submission_id, shown_submission_id
from api.typed_numbers import typed_number
from models.clock.legal_time import parse_moment, to_beijing
from models.ground.codes import Channel
from models.ground.errors import Conflict, InvalidInput, NotFound
from models.ground.opening_codes import FoundState, NoComplaint
from services.filing.register_complaint import OPENED_BY_TWO
from services.openings.add_found import add_found
from services.openings.begin_opening import MOST_FOUND, BeginOpening, begin_opening
from services.openings.confirm_opening import confirm_opening
from services.openings.get_opening import PlaceFound
from services.openings.note_found import NoteFound, note_found
from services.openings.print_opening import PrintedOpening, print_covers, print_list
from services.openings.read_openings import (
    FoundLine,
    ReadOpening,
    list_openings,
    list_second_openers,
    read_opening,
)
from services.openings.register_found import register_found
from services.openings.scans.read_scans import map_scanned
from services.openings.withdraw_opening import withdraw_opening

blueprint = Blueprint("staff_openings", __name__, url_prefix="/openings")
_MINUTES = "%Y-%m-%dT%H:%M"


@blueprint.get("")
@permission(Permission.INCOMING)
def openings() -> str:
    """The openings, the newest first."""
    page = int(asked) if (asked := request.args.get("page", "1")).isdecimal() else 1
    return render_template(
        "staff/openings.html",
        openings=list_openings(page, make_unit(), current_actor()),
        login=current_actor().staff_id,
    )


@blueprint.get("/new")
@permission(Permission.INCOMING)
def form() -> str:
    """The form in which one is begun."""
    return _form({"opened_at": to_beijing(office_now()).strftime(_MINUTES)}, {})


@blueprint.post("")
@permission(Permission.INCOMING)
def begin() -> BaseResponse | tuple[str, int]:
    """Begin one; what is wrong is marked and everything typed is kept."""
    told = request.form
    command = BeginOpening(
        submission_id=sent_submission_id(),
        channel=told.get("channel", ""),
        place=told.get("place", ""),
        opened_at=_moment(told.get("opened_at", "")),
        found=typed_number(told.get("found", "")),
        second_opener=told.get("second_opener", ""),
    )
    try:
        opening_id = begin_opening(command, make_unit(), current_actor())
    except InvalidInput as refused:
        return _form(told.to_dict(), refused.errors), 422
    return _to(opening_id)


@blueprint.get("/<opening_id>")
@permission(Permission.INCOMING)
def opening(opening_id: str) -> str:
    """One opening with what was found, and what still waits."""
    return _page(opening_id, {})


@blueprint.post("/<opening_id>/confirm")
@permission(Permission.INCOMING)
def confirm(opening_id: str) -> BaseResponse | tuple[str, int]:
    """It was so, says the second opener."""
    try:
        confirm_opening(opening_id, make_unit(), current_actor())
    except Conflict:
        return _page(opening_id, {"moved_on": "moved_on"}), 409
    return _to(opening_id)


@blueprint.post("/<opening_id>/withdraw")
@permission(Permission.INCOMING)
def withdraw(opening_id: str) -> BaseResponse | tuple[str, int]:
    """It was not so, says one of the two."""
    try:
        withdraw_opening(opening_id, request.form.get("note", ""), make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(opening_id, refused.errors), 422
    except Conflict:
        return _page(opening_id, {"moved_on": "moved_on"}), 409
    return _to(opening_id)


@blueprint.post("/<opening_id>/found")
@permission(Permission.INCOMING)
def add(opening_id: str) -> BaseResponse | tuple[str, int]:
    """One more thing, by the number that it gets."""
    try:
        add_found(opening_id, typed_number(request.form.get("no", "")) or 0, make_unit(), current_actor())
    except Conflict:
        return _page(opening_id, {"moved_on": "moved_on"}), 409
    return _to(opening_id)


@blueprint.get("/<opening_id>/list.pdf")
@permission(Permission.INCOMING)
def paper(opening_id: str) -> Response:
    """The list, to sign."""
    return _send(print_list(opening_id, make_unit(), current_actor()))


@blueprint.get("/<opening_id>/covers.pdf")
@permission(Permission.INCOMING)
def covers(opening_id: str) -> Response:
    """A cover sheet for each thing that waits."""
    return _send(print_covers(opening_id, make_unit(), current_actor()))


@blueprint.get("/<opening_id>/found/<int:no>")
@permission(Permission.INCOMING)
def found(opening_id: str, no: int) -> str:
    """One thing, and what can be made of it."""
    return _found_page(opening_id, no, {})


@blueprint.post("/<opening_id>/found/<int:no>/note")
@permission(Permission.INCOMING)
def note(opening_id: str, no: int) -> BaseResponse | tuple[str, int]:
    """It is no complaint of its own."""
    command = NoteFound(opening_id, no, request.form.get("reason", ""), request.form.get("note", ""))
    try:
        note_found(command, make_unit(), current_actor())
    except InvalidInput as refused:
        return _found_page(opening_id, no, refused.errors), 422
    except Conflict:
        return _found_page(opening_id, no, {"moved_on": "moved_on"}), 409
    return _to(opening_id)


@blueprint.get("/<opening_id>/found/<int:no>/complaint")
@permission(Permission.INCOMING)
def complaint_form(opening_id: str, no: int) -> BaseResponse:
    """The registration form with what is known of the opening."""
    told = read_opening(opening_id, make_unit(), current_actor())
    if _find(told, no).state is not FoundState.WAITING:
        return redirect(url_for("staff_openings.found", opening_id=opening_id, no=no), code=303)
    return Response(_registration(told, no, _known(told), {}))


@blueprint.post("/<opening_id>/found/<int:no>/complaint")
@permission(Permission.INCOMING)
def register(opening_id: str, no: int) -> BaseResponse | tuple[str, int]:
    """Register it as a complaint."""
    place = PlaceFound(opening_id, no)
    try:
        filed = register_found(place, read_registration(), make_unit(), current_actor())
    except InvalidInput as fault:
        told = read_opening(opening_id, make_unit(), current_actor())
        return Response(_registration(told, no, None, fault.errors), status=422)
    except Conflict:
        return _found_page(opening_id, no, {"moved_on": "moved_on"}), 409
    return answer_registered(filed)


def _registration(
    told: ReadOpening, no: int, values: dict[str, str] | None, errors: Mapping[str, str]
) -> str:
    action = url_for("staff_openings.register", opening_id=told.line.id, no=no)
    return show_registration(values, errors, action=action)


def _known(told: ReadOpening) -> dict[str, str]:
    first, second = told.logins
    return {
        "channel": told.line.channel.value,
        "received_at": to_beijing(told.line.opened_at).strftime(_MINUTES),
        "source_reference": told.line.place,
        "opened_by_first": first,
        "opened_by_second": second,
    }


def _find(told: ReadOpening, no: int) -> FoundLine:
    for one in told.found:
        if one.no == no:
            return one
    raise NotFound


def _form(values: Mapping[str, str], errors: Mapping[str, str]) -> str:
    return render_template(
        "staff/opening_form.html",
        values=values,
        errors=errors,
        channels=[channel for channel in Channel if channel in OPENED_BY_TWO],
        colleagues=list_second_openers(make_unit(), current_actor()),
        most=MOST_FOUND,
        submission_id=shown_submission_id(errors),
    )


def _page(opening_id: str, errors: Mapping[str, str]) -> str:
    return render_template(
        "staff/opening.html",
        told=read_opening(opening_id, make_unit(), current_actor()),
        scanned=map_scanned(opening_id, make_unit(), current_actor()),
        login=current_actor().staff_id,
        values=request.form,
        errors=errors,
    )


def _found_page(opening_id: str, no: int, errors: Mapping[str, str]) -> str:
    told = read_opening(opening_id, make_unit(), current_actor())
    return render_template(
        "staff/opening_found.html",
        told=told,
        one=_find(told, no),
        scanned=map_scanned(opening_id, make_unit(), current_actor()).get(no, []),
        reasons=list(NoComplaint),
        values=request.form,
        errors=errors,
    )


def _to(opening_id: str) -> BaseResponse:
    return redirect(url_for("staff_openings.opening", opening_id=opening_id), code=303)


def _send(printed: PrintedOpening) -> Response:
    return send_stream([printed.content], printed.name, "application/pdf")


def _moment(told: str) -> datetime | None:
    try:
        return parse_moment(told)
    except ValueError:
        return None
