"""`/appointments`: a visitor books a time, and looks at it, moves or cancels it by number and code. Works without script."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, render_template, request

from api.context import current_actor, make_unit, office_now
from api.errors import status_of
from api.page_frame import centre_sign
from api.security.permissions import Permission, permission
from api.security.person_guard import guarded
from api.sent_files import send_stream
from api.submission_ids import sent_submission_id, shown_submission_id
from api.waits import code_of
from models.ground.errors import DomainError, InvalidInput, NotFound, RuleRefused
from services.appointments.book_appointment import (
    LONGEST_NAME,
    REMINDER_WAYS,
    BookAppointment,
    book_appointment,
)
from services.appointments.cancel_appointment import cancel_appointment
from services.appointments.move_appointment import move_appointment
from services.appointments.open_appointment import OwnKey
from services.attempts.guard import APPOINTMENT
from services.views.appointment_calendar import write_calendar
from services.views.own_appointment import list_offered_times, read_booked_appointment, read_own_appointment

blueprint = Blueprint("citizen_appointments", __name__, url_prefix="/appointments")

FIELDS = ("time", "name", "phone", "email", "reminder", "case_number", "query_code")
_LONGEST = 200
_NO_SUCH = "NO_SUCH_APPOINTMENT"


@blueprint.get("")
@permission(Permission.PUBLIC)
def form() -> Response:
    """The times of the next workdays, and what somebody has to say to come at one."""
    return _form({}, None)


@blueprint.post("")
@permission(Permission.PUBLIC)
def book() -> Response:
    """Book; faults are marked at their fields and everything typed is kept. Number and code are shown once."""
    typed = typed_fields()
    try:
        command = BookAppointment(sent_submission_id(), **typed)
        with guarded(APPOINTMENT, command.submission_id):
            booked = book_appointment(command, make_unit(), current_actor())
        own = read_booked_appointment(booked.id, make_unit())
    except DomainError as refused:
        return _form(typed, refused)
    page = render_template("citizen/appointment_booked.html", booked=booked, own=own)
    return make_response(page)


@blueprint.route("/mine", methods=["GET", "POST"])
@permission(Permission.PUBLIC)
def mine() -> Response:
    """By number and code: when and where, another time, or none; a wrong number and a wrong code get the same refusal."""
    if request.method == "GET":
        return _ask(None)
    key, done = _key(), None
    refused: DomainError | None = None
    try:
        try:
            if request.form.get("go") == "move":
                move_appointment(key, request.form.get("time", "")[:_LONGEST], make_unit(), current_actor())
                done = "moved"
            elif request.form.get("go") == "cancel":
                cancel_appointment(key, make_unit(), current_actor())
                done = "cancelled"
        except NotFound:
            raise
        except DomainError as fault:
            refused = fault
        own = read_own_appointment(key, make_unit(), current_actor())
    except NotFound:
        return _ask(RuleRefused(_NO_SUCH))
    except RuleRefused as fault:
        return _ask(fault)
    page = render_template(
        "citizen/appointment_own.html",
        own=own,
        key=key,
        done=done,
        errors=dict(refused.errors) if isinstance(refused, InvalidInput) else {},
        refused=code_of(refused) if refused and not isinstance(refused, InvalidInput) else None,
        times=list_offered_times(make_unit()) if own.is_to_come else [],
    )
    return make_response(page, 200 if refused is None else status_of(refused))


@blueprint.post("/mine/calendar")
@permission(Permission.PUBLIC)
def calendar() -> Response:
    """The appointment for the visitor's own calendar, without his name."""
    try:
        own = read_own_appointment(_key(), make_unit(), current_actor())
    except NotFound:
        return _ask(RuleRefused(_NO_SUCH))
    content = write_calendar(own, centre_sign(), office_now())
    return send_stream([content], f"{own.number}.ics", "text/calendar")


def typed_fields() -> dict[str, str]:
    """What stands in the fields of a booking."""
    return {name: request.form.get(name, "").strip()[:_LONGEST] for name in FIELDS}


def _key() -> OwnKey:
    return OwnKey(*(request.form.get(name, "").strip()[:_LONGEST] for name in ("number", "code")))


def _form(typed: dict[str, str], refused: DomainError | None) -> Response:
    errors = dict(refused.errors) if isinstance(refused, InvalidInput) else {}
    page = render_template(
        "citizen/appointment.html",
        values=typed,
        errors=errors,
        refused=code_of(refused) if refused and not errors else None,
        submission_id=shown_submission_id(errors),
        times=list_offered_times(make_unit()),
        ways=REMINDER_WAYS,
        longest_name=LONGEST_NAME,
    )
    return make_response(page, 200 if refused is None else status_of(refused))


def _ask(refused: RuleRefused | None) -> Response:
    page = render_template(
        "citizen/appointment_ask.html",
        refused=code_of(refused) if refused else None,
        values={"number": _key().number or request.args.get("number", "")[:_LONGEST]},
    )
    return make_response(page, status_of(refused) if refused else 200)
