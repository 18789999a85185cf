"""登记: a clerk enters a complaint of any other channel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, Response, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from api.citizen.filing_form import raw_of, statement_of
from api.context import current_actor, make_unit, office_now
from api.incoming_files import incoming_files
from api.looks import note_identities
from api.place_groups import chosen_and_written, place_groups
from api.security.own_grant import own_ticket
from api.security.permissions import Permission, permission
from api.staff.readable_cases import is_readable
from api.submission_ids import sent_submission_id, shown_submission_id
from models.clock.legal_time import parse_moment, to_beijing
from models.ground.codes import Channel
from models.ground.errors import InvalidInput
from models.ground.look_codes import LookPurpose
from services.filing.file_complaint import OWN_CHANNELS
from services.filing.filed_before import FiledBefore, find_filed_before, find_prior_of_person
from services.filing.new_case import FiledComplaint
from services.filing.register_complaint import (
    NOTICE_WAYS,
    RegisterComplaint,
    find_registration_faults,
    register_complaint,
)
from services.office.privacy_notices import find_shown_notice
from services.suggestions.prior_cases import PriorAlike
from services.views.colleagues import list_colleagues

OWN_ACTION = "/register"

blueprint = Blueprint("staff_register", __name__, url_prefix=OWN_ACTION)


@dataclass(frozen=True, slots=True)
class Before:
    """What the same person filed lately, and what the office kept of him before it had this system."""

    lately: Sequence[FiledBefore]
    prior: Sequence[PriorAlike]


@blueprint.get("")
@permission(Permission.INTAKE)
def form() -> str:
    """The empty registration form."""
    now = to_beijing(office_now()).strftime("%Y-%m-%dT%H:%M")
    return show_registration({"received_at": now}, {})


@blueprint.post("")
@permission(Permission.INTAKE)
def register() -> BaseResponse:
    """Register; faults are marked at their fields and everything typed is kept.

    The answer shows the query code to hand over, the only time that staff see it.
    """
    try:
        command = read_registration()
        if before := _filed_before(command):
            return Response(show_registration(None, {}, before=before), status=422)
        filed = register_complaint(command, make_unit(), current_actor())
    except InvalidInput as fault:
        return Response(show_registration(None, fault.errors), status=422)
    return answer_registered(filed)


def answer_registered(filed: FiledComplaint) -> Response:
    """The receipt for the complainant, with the query code."""
    can_open_case = is_readable(filed.complaint_id)
    # What he typed stands on the receipt as well, unless the file is for others from now on.
    ticket = own_ticket(filed.complaint_id) if can_open_case else ""
    page = render_template("staff/registered.html", filed=filed, can_open_case=can_open_case, ticket=ticket)
    return Response(page)


def read_registration() -> RegisterComplaint:
    """The form as it was sent; InvalidInput by field."""
    form = request.form
    errors: dict[str, str] = {}
    channel = _channel(errors)
    received_at, channel_due_at = _moment(errors), _channel_date(errors)
    statement = statement_of({**form, **chosen_and_written(form)})
    if errors or channel is None or received_at is None:
        raise InvalidInput(errors | find_registration_faults(statement))
    reference = form.get("source_reference", "").strip()
    raw = form.get("raw_text") or raw_of(form)
    return RegisterComplaint(
        submission_id=sent_submission_id(),
        channel=channel,
        received_at=received_at,
        statement=statement,
        raw=raw,
        files=incoming_files("attachments"),
        opened_by_first=form.get("opened_by_first", "").strip(),
        opened_by_second=form.get("opened_by_second", "").strip(),
        place_opened=reference,
        channel_due_at=channel_due_at,
        notice_way=form.get("notice_way", "") if statement.privacy_notice_version else "",
        meta={"source_reference": reference} if reference else {},
    )


def _filed_before(command: RegisterComplaint) -> Before | None:
    """What the clerk is told once, by the page that asks for it, before the same is registered twice."""
    if not request.form.get("look_before"):
        return None
    lately = find_filed_before(command.statement, make_unit(), current_actor())
    prior = find_prior_of_person(command.statement, make_unit(), current_actor())
    # Not counted among the looks of an hour: a desk registers more than thirty complaints in one, and none may wait for that.
    told: list[tuple[str, str | None]] = [(one.complaint_id, one.complaint_id) for one in lately]
    note_identities([*told, *((one.id, None) for one in prior)], LookPurpose.COMPARING)
    return Before(lately, prior) if lately or prior else None


def _typed() -> dict[str, str]:
    return {**request.form.to_dict(), **chosen_and_written(request.form)}


def _channel(errors: dict[str, str]) -> Channel | None:
    try:
        return Channel(request.form.get("channel", ""))
    except ValueError:
        errors["channel"] = "REQUIRED"
        return None


def _moment(errors: dict[str, str]) -> datetime | None:
    try:
        return parse_moment(request.form.get("received_at", ""))
    except ValueError:
        errors["received_at"] = "NOT_A_DATE"
        return None


def _channel_date(errors: dict[str, str]) -> datetime | None:
    told = request.form.get("channel_due_at", "").strip()
    try:
        return parse_moment(told) if told else None
    except ValueError:
        errors["channel_due_at"] = "NOT_A_DATE"
        return None


def show_registration(
    values: dict[str, str] | None,
    errors: Mapping[str, str],
    *,
    before: Before | None = None,
    action: str = OWN_ACTION,
) -> str:
    """The form with these values, or with what was typed; it is sent to `action`."""
    channels = [channel for channel in Channel if channel not in OWN_CHANNELS]
    return render_template(
        "staff/register.html",
        values=_typed() if values is None else values,
        errors=dict(errors),
        submission_id=shown_submission_id(errors),
        channels=channels,
        places=place_groups(),
        before=before,
        action=action,
        # Filled from a message, a found thing or an appointment, and not by who sees it.
        is_of_somebody=action != OWN_ACTION,
        had_files=any(file.filename for file in request.files.getlist("attachments")),
        colleagues=list_colleagues(make_unit()),
        notice=find_shown_notice(make_unit()),
        notice_ways=NOTICE_WAYS,
    )
