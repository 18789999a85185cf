"""The receiving unit signs for a referral (签收). Where the signature came from is the business of its doors."""

from bpmn.names import MessageName
from models.beside.referral import Referral
from models.case.lifecycle import ClockKind, ClockStopReason, RequestState
from models.ground.ids import ComplaintId
from services.actor import Actor
from services.clocks.open_clock import OpenClock, open_clock
from services.outbox.publish_message import PublishMessage, publish
from services.requests.request_rows import end_request, require_open, stop_own_clock
from services.unit_of_work import Unit

SIGNED = "SIGNED"


def sign(row: Referral, unit: Unit, actor: Actor) -> str | None:
    """Record the signature; the id of the result's clock when a result is owed, which a part has from the asking on.

    A second signature changes nothing. Conflict("REQUEST_ENDED") when the referral came back or lapsed.
    """
    if row.signed_at is not None:
        return row.result_clock_id
    require_open(row)
    now = unit.clock.now()
    row.signed_at, row.signed_by = now, actor.name
    stop_own_clock(row.sign_off_clock_id, ClockStopReason.SIGNED, unit)
    if row.needs_result and row.result_clock_id is None:
        clock = open_clock(
            OpenClock(
                ComplaintId(row.complaint_id), ClockKind.REFERRAL_RESULT, row.round, now, subject_id=row.id
            ),
            unit,
        )
        row.result_clock_id = clock.id
    elif not row.needs_result:
        end_request(row, RequestState.ANSWERED, SIGNED, unit)
    payload = {"referral_id": row.id, "unit_code": row.unit_code, "needs_result": row.needs_result}
    unit.trail.add(row.complaint_id, "referral.signed", payload, actor)
    return row.result_clock_id


def tell_signed(row: Referral, unit: Unit) -> None:
    """Move the token that waits for the signature of an outside unit."""
    publish(
        PublishMessage(
            name=MessageName.REFERRAL_SIGNED,
            correlation_key=row.id,
            message_id=f"{row.id}:signed",
            variables={"needs_result": row.needs_result, "result_clock_id": row.result_clock_id},
            complaint_id=row.complaint_id,
        ),
        unit,
    )
