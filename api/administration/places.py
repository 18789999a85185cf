"""`/administration/units`, `/windows`, `/items`: what the office is made of, to find, add, change, close and open again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit
from api.security.permissions import Permission, permission
from models.ground.assessment_codes import ProcessingActivity
from models.ground.errors import Conflict, InvalidInput
from models.office.place_change import PlaceKind
from services.office.change_place import LONGEST_REASON, ChangePlace, change_place
from services.office.change_roster import EndSeat, SeatPerson, end_seat, seat_person
from services.office.close_place import ClosePlace, close_place
from services.office.place_fields import FIELDS, LONGEST_NAME
from services.office.place_register import (
    PlaceFilter,
    get_place_page,
    list_kept_places,
    read_new_place,
)
from services.privacy.list_assessments import list_standings

blueprint = Blueprint("administration_places", __name__, url_prefix="/administration")

KINDS = {"units": PlaceKind.UNIT, "windows": PlaceKind.WINDOW, "items": PlaceKind.ITEM}
NOUN = "/<any(units,windows,items):noun>"
SEAT_FIELDS = ("staff_id", "weekday", "valid_from", "valid_to", "reason")

Answer = BaseResponse | tuple[str, int]


@dataclass(frozen=True, slots=True)
class Sent:
    """What came with a form that was not taken, and why not."""

    values: Mapping[str, str]
    errors: Mapping[str, str]
    is_overtaken: bool = False


@blueprint.get(NOUN)
@permission(Permission.ADMINISTER)
def places(noun: str) -> str:
    """The open ones; words, unit and state narrow the list."""
    chosen = PlaceFilter(
        request.args.get("words", "")[:LONGEST_NAME],
        request.args.get("unit", ""),
        request.args.get("state", "open"),
    )
    kind = KINDS[noun]
    found = list_kept_places(kind, chosen, make_unit(), current_actor())
    # A unit outside gets what it is to handle, and by its address in mails.
    begun = (ProcessingActivity.REFERRAL,) if kind is PlaceKind.UNIT else ()
    return render_template(
        "administration/places.html",
        noun=noun,
        kind=kind,
        found=found,
        chosen=chosen,
        fields=FIELDS[kind],
        assessments=list_standings(begun, make_unit()),
    )


@blueprint.get(f"{NOUN}/new")
@permission(Permission.ADMINISTER)
def new(noun: str) -> str:
    """The empty form; `unit` fills in the unit from whose page one comes."""
    return _new_page(noun, Sent({"unit": request.args.get("unit", "")}, {}))


@blueprint.post(f"{NOUN}/new")
@permission(Permission.ADMINISTER)
def add(noun: str) -> Answer:
    """Add it; faults come back at their fields with what was typed."""
    values = _sent_values(noun)
    command = ChangePlace(KINDS[noun], values["code"], 0, values, values["reason"])
    try:
        code = change_place(command, make_unit(), current_actor())
    except InvalidInput as refused:
        return _new_page(noun, Sent(values, refused.errors)), 422
    return redirect(url_for("administration_places.place", noun=noun, code=code, done="added"), code=303)


@blueprint.get(f"{NOUN}/<code>")
@permission(Permission.ADMINISTER)
def place(noun: str, code: str) -> str:
    """One with its fields to change, what hangs on it, who sits there and its history."""
    return _page(noun, code, None)


@blueprint.post(f"{NOUN}/<code>")
@permission(Permission.ADMINISTER)
def change(noun: str, code: str) -> Answer:
    """Change it; faults come back at their fields, a page that was overtaken says so and keeps what was typed."""
    values = _sent_values(noun)
    command = ChangePlace(KINDS[noun], code, _sent_version(), values, values["reason"])
    try:
        change_place(command, make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(noun, code, Sent(values, refused.errors)), 422
    except Conflict:
        return _page(noun, code, Sent(values, {}, is_overtaken=True)), 409
    return redirect(url_for("administration_places.place", noun=noun, code=code, done="changed"), code=303)


@blueprint.get(f"{NOUN}/<code>/state")
@permission(Permission.ADMINISTER)
def state(noun: str, code: str) -> str:
    """Before it is closed: what hangs on it, by name; before it is opened again: that it is offered again."""
    return _state_page(noun, code, Sent({}, {}))


@blueprint.post(f"{NOUN}/<code>/state")
@permission(Permission.ADMINISTER)
def change_state(noun: str, code: str) -> Answer:
    """Close it or open it again, with a reason."""
    is_closed, reason = request.form.get("state") == "closed", request.form.get("reason", "")
    command = ClosePlace(KINDS[noun], code, _sent_version(), is_closed, reason)
    try:
        close_place(command, make_unit(), current_actor())
    except InvalidInput as refused:
        return _state_page(noun, code, Sent({"reason": reason}, refused.errors)), 422
    except Conflict:
        return _state_page(noun, code, Sent({"reason": reason}, {}, is_overtaken=True)), 409
    done = "closed" if is_closed else "reopened"
    return redirect(url_for("administration_places.place", noun=noun, code=code, done=done), code=303)


@blueprint.post("/windows/<code>/seats")
@permission(Permission.ADMINISTER)
def seat(code: str) -> Answer:
    """Say who sits at a window; faults come back at their fields."""
    values = {name: request.form.get(name, "").strip() for name in SEAT_FIELDS}
    try:
        seat_person(SeatPerson(window=code, **values), make_unit(), current_actor())
    except InvalidInput as refused:
        return _page("windows", code, None, Sent(values, refused.errors)), 422
    return redirect(
        url_for("administration_places.place", noun="windows", code=code, done="seated"), code=303
    )


@blueprint.post("/windows/<code>/seats/<int:entry_id>")
@permission(Permission.ADMINISTER)
def leave_seat(code: str, entry_id: int) -> Answer:
    """Say until when one of them sits there."""
    values = {name: request.form.get(name, "").strip() for name in ("valid_to", "reason")}
    command = EndSeat(code, entry_id, values["valid_to"], values["reason"])
    try:
        end_seat(command, make_unit(), current_actor())
    except InvalidInput as refused:
        return _page("windows", code, None, Sent(values, refused.errors)), 422
    return redirect(
        url_for("administration_places.place", noun="windows", code=code, done="seat_ended"), code=303
    )


def _sent_values(noun: str) -> dict[str, str]:
    names = ("code", "reason", *(field.name for field in FIELDS[KINDS[noun]]))
    return {name: request.form.get(name, "").strip() for name in names}


def _sent_version() -> int:
    return request.form.get("version", -1, type=int)


def _new_page(noun: str, sent: Sent) -> str:
    kind = KINDS[noun]
    return render_template(
        "administration/place_new.html",
        noun=noun,
        kind=kind,
        fields=FIELDS[kind],
        options=read_new_place(make_unit(), current_actor()),
        sent=sent,
        longest=LONGEST_REASON,
    )


def _page(noun: str, code: str, sent: Sent | None, seated: Sent | None = None) -> str:
    kind = KINDS[noun]
    shown = get_place_page(kind, code, make_unit(), current_actor())
    return render_template(
        "administration/place.html",
        noun=noun,
        kind=kind,
        fields=FIELDS[kind],
        page=shown,
        options=shown.options,
        sent=sent or Sent(shown.values, {}),
        seated=seated or Sent({}, {}),
        longest=LONGEST_REASON,
        done=request.args.get("done", ""),
    )


def _state_page(noun: str, code: str, sent: Sent) -> str:
    shown = get_place_page(KINDS[noun], code, make_unit(), current_actor())
    return render_template(
        "administration/place_state.html",
        noun=noun,
        kind=KINDS[noun],
        page=shown,
        sent=sent,
        longest=LONGEST_REASON,
    )
