"""接待: who comes by appointment, at the counter and on the telephone."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.citizen.appointments import typed_fields
from api.context import current_actor, make_unit, office_now
from api.errors import status_of
from api.looks import note_identities
from api.readers_words import show_whole
from api.security.permissions import Permission, permission
from api.staff.register import answer_registered, read_registration, show_registration
from api.submission_ids import sent_submission_id, shown_submission_id
from api.waits import code_of
from models.clock.legal_time import parse_any_day, to_beijing
from models.ground.codes import Channel
from models.ground.errors import Conflict, DomainError, InvalidInput, NotFound
from models.ground.look_codes import LookPurpose
from services.appointments.book_appointment import REMINDER_WAYS, BookAppointment, book_appointment
from services.appointments.cancel_appointment import cancel_appointment
from services.appointments.move_appointment import move_appointment
from services.appointments.note_call import note_call
from services.appointments.receive_visitor import receive_visitor
from services.appointments.register_visitor import register_visitor
from services.appointments.see_contact import see_contact
from services.identity.appointment_contact import Contact
from services.views.visitor_list import list_offered_to_clerks, list_visitors, read_visitor

blueprint = Blueprint("staff_counter", __name__, url_prefix="/counter")
_LONGEST = 200


@blueprint.get("")
@permission(Permission.INCOMING)
def visitors() -> str:
    """The visitors of one day, and whom to call about the next."""
    try:
        day = parse_any_day(request.args.get("day", ""))
    except ValueError:
        day = None
    return render_template(
        "staff/counter.html", found=list_visitors(day, make_unit(), current_actor()), refused=None
    )


@blueprint.route("/new", methods=["GET", "POST"])
@permission(Permission.INCOMING)
def book() -> BaseResponse | tuple[str, int]:
    """Book for somebody on the telephone or at the counter."""
    if request.method == "GET":
        return Response(_form({}, None))
    typed = typed_fields()
    try:
        booked = book_appointment(
            BookAppointment(sent_submission_id(), **typed), make_unit(), current_actor()
        )
    except DomainError as refused:
        return _form(typed, refused), status_of(refused)
    visitor, _ = read_visitor(booked.id, make_unit(), current_actor())
    return Response(render_template("staff/counter_booked.html", booked=booked, visitor=visitor))


@blueprint.get("/<appointment_id>")
@permission(Permission.INCOMING)
def visitor(appointment_id: str) -> str:
    """One appointment: who it is, where it stands, and another time."""
    return _page(appointment_id, None)


@blueprint.post("/<appointment_id>")
@permission(Permission.INCOMING)
def change(appointment_id: str) -> BaseResponse | tuple[str, int] | str:
    """Arrived, not come, done, called, moved or cancelled; or see who it is, which goes on record."""
    go, unit, actor = request.form.get("go", ""), make_unit(), current_actor()
    try:
        match go:
            case "contact":
                return _page(appointment_id, None, see_contact(appointment_id, unit, actor))
            case "move":
                move_appointment(appointment_id, request.form.get("time", "")[:_LONGEST], unit, actor)
            case "cancel":
                cancel_appointment(appointment_id, unit, actor)
            case "called":
                note_call(appointment_id, unit, actor)
            case _:
                receive_visitor(appointment_id, go, unit, actor)
    except NotFound:
        raise
    except DomainError as refused:
        return _page(appointment_id, refused), status_of(refused)
    if go == "arrived":
        found, _ = read_visitor(appointment_id, make_unit(), actor)
        if found.complaint_id is None:
            return redirect(url_for("staff_counter.complaint_form", appointment_id=appointment_id), code=303)
        return redirect(f"/cases/{found.complaint_id}", code=303)
    return redirect(url_for("staff_counter.visitor", appointment_id=appointment_id), code=303)


@blueprint.get("/<appointment_id>/complaint")
@permission(Permission.INTAKE)
def complaint_form(appointment_id: str) -> BaseResponse:
    """The registration form with what the visitor gave when he booked."""
    found, _ = read_visitor(appointment_id, make_unit(), current_actor())
    if found.state != "arrived" or found.complaint_id is not None:
        return redirect(url_for("staff_counter.visitor", appointment_id=appointment_id), code=303)
    contact = see_contact(appointment_id, make_unit(), current_actor())
    note_identities([(found.id, None)], LookPurpose.COUNTER)
    values = {
        "channel": Channel.VISIT.value,
        "received_at": to_beijing(office_now()).strftime("%Y-%m-%dT%H:%M"),
        "name": contact.name,
        "phone": contact.phone,
        "email": contact.email,
        "source_reference": found.number,
    }
    return Response(show_registration(values, {}, action=_action(appointment_id)))


@blueprint.post("/<appointment_id>/complaint")
@permission(Permission.INTAKE)
def register(appointment_id: str) -> BaseResponse | tuple[str, int]:
    """Register it; the visit stands in the file of the case."""
    try:
        command = read_registration()
        filed = register_visitor(appointment_id, command, make_unit(), current_actor())
    except InvalidInput as fault:
        return Response(show_registration(None, fault.errors, action=_action(appointment_id)), status=422)
    except Conflict as refused:
        return _page(appointment_id, refused), 409
    return answer_registered(filed)


def _action(appointment_id: str) -> str:
    return url_for("staff_counter.register", appointment_id=appointment_id)


def _page(appointment_id: str, refused: DomainError | None, contact: Contact | None = None) -> str:
    if contact is not None:
        show_whole()
    found, times = read_visitor(appointment_id, make_unit(), current_actor())
    if contact is not None:
        note_identities([(found.id, found.complaint_id)], LookPurpose.COUNTER)
    return render_template(
        "staff/counter_visitor.html",
        visitor=found,
        times=times,
        contact=contact,
        errors=dict(refused.errors) if isinstance(refused, InvalidInput) else {},
        refused=code_of(refused) if refused and not isinstance(refused, InvalidInput) else None,
    )


def _form(typed: dict[str, str], refused: DomainError | None) -> str:
    errors = dict(refused.errors) if isinstance(refused, InvalidInput) else {}
    return render_template(
        "staff/counter_new.html",
        values=typed,
        errors=errors,
        refused=refused.code if refused and not errors else None,
        submission_id=shown_submission_id(errors),
        times=list_offered_to_clerks(make_unit(), current_actor()),
        ways=REMINDER_WAYS,
    )
