"""`/administration/appointments`: rooms, weekly times and closed days of visits by appointment."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit
from api.security.permissions import Permission, permission
from models.ground.errors import InvalidInput
from models.office.visiting_room import LONGEST_ROOM
from models.office.visiting_slot import MOST_SEATS
from services.office.visiting_hours import (
    LONGEST,
    AddSlot,
    add_room,
    add_slots,
    close_day,
    close_slot,
    open_day,
    set_room_open,
)
from services.views.visiting_hours import read_visiting_hours

blueprint = Blueprint("administration_visiting_hours", __name__, url_prefix="/administration/appointments")


@blueprint.get("")
@permission(Permission.ADMINISTER)
def hours() -> str:
    """What is offered, week by week, and on which days nothing is."""
    return _page({}, {})


@blueprint.post("")
@permission(Permission.ADMINISTER)
def change() -> BaseResponse | tuple[str, int]:
    """Add a room or times, close or open one; faults come back at their fields with what was typed."""
    typed = {name: value.strip()[:LONGEST] for name, value in request.form.items()}
    unit, actor, booked = make_unit(), current_actor(), 0
    try:
        match typed.get("go", ""):
            case "room":
                add_room(typed.get("name", ""), typed.get("place", ""), unit, actor)
            case "close_room" | "open_room" as go:
                set_room_open(typed.get("room_id", ""), unit, actor, is_open=go == "open_room")
            case "slots":
                add_slots(_slots(typed), unit, actor)
            case "close_slot":
                close_slot(typed.get("slot_id", ""), unit, actor)
            case "close_day":
                booked = close_day(typed.get("day", ""), typed.get("reason", ""), unit, actor)
            case "open_day":
                open_day(typed.get("day", ""), unit, actor)
            case _:
                raise InvalidInput({"go": "NOT_AN_OPTION"})
    except InvalidInput as refused:
        return _page(typed, refused.errors), 422
    return redirect(url_for("administration_visiting_hours.hours", done="1", booked=booked), code=303)


def _slots(typed: Mapping[str, str]) -> AddSlot:
    return AddSlot(
        typed.get("room_id", ""),
        tuple(request.form.getlist("weekdays")),
        typed.get("starts", ""),
        typed.get("ends", ""),
        typed.get("capacity", ""),
    )


def _page(values: Mapping[str, str], errors: Mapping[str, str]) -> str:
    booked = request.args.get("booked", "0")
    return render_template(
        "administration/visiting_hours.html",
        hours=read_visiting_hours(make_unit(), current_actor()),
        values=values,
        errors=dict(errors),
        chosen=request.form.getlist("weekdays"),
        done=request.args.get("done"),
        booked=int(booked) if booked.isdecimal() else 0,
        longest_room=LONGEST_ROOM,
        longest=LONGEST,
        most_seats=MOST_SEATS,
    )
