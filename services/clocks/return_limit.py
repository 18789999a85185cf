"""The limit for sending again what came back; its subject is the sending, the row of the post, or the mail that came back."""

from collections.abc import Collection

from sqlalchemy import select

from models.beside.review_sending import ReviewSending
from models.case.complaint import Complaint
from models.case.dispatch import Dispatch
from models.case.letter_delivery import LetterDelivery
from models.case.lifecycle import ClockKind, ClockStopReason
from models.clock.clock import Clock
from models.ground.delivery_codes import DeliveryPurpose
from models.ground.dispatch_codes import DispatchPurpose
from models.ground.ids import ClockId, ComplaintId
from services.clocks.open_clock import OpenClock, open_clock
from services.clocks.stop_clock import EnteredFact, StopClock, stop_clock
from services.clocks.watch_alone import watch_alone
from services.unit_of_work import Unit


def open_return_limit(complaint: Complaint, sending_id: str, unit: Unit) -> Clock:
    """Let it run from now; its watch begins by itself, since the case may be archived long before a letter comes back."""
    command = OpenClock(
        ComplaintId(complaint.id),
        ClockKind.SEND_AGAIN,
        complaint.round,
        unit.clock.now(),
        subject_id=sending_id,
    )
    clock = open_clock(command, unit)
    watch_alone(clock, unit)
    return clock


def list_return_limits(complaint_id: str, unit: Unit) -> list[Clock]:
    """Those that run in a case, the nearest due first."""
    query = select(Clock).where(
        Clock.complaint_id == complaint_id,
        Clock.kind == ClockKind.SEND_AGAIN,
        Clock.stopped_at.is_(None),
    )
    return list(unit.session.scalars(query.order_by(Clock.due_at)))


def meet_return_limits(
    complaint_id: str, sending_ids: Collection[str], reason: ClockStopReason | EnteredFact, unit: Unit
) -> None:
    """What runs since one of these came back stops."""
    for clock in list_return_limits(complaint_id, unit):
        if clock.subject_id in sending_ids:
            stop_clock(StopClock(ClockId(clock.id), reason), unit)


def drop_return_limits(complaint_id: str, unit: Unit) -> None:
    """The case is handled anew: the next answer takes the place of the one that came back.

    So does what tells of it, and the visit that asked about it. A review's decision stays owed, and so does a letter that
    goes by itself.
    """
    tables = (ReviewSending, LetterDelivery, Dispatch)
    tells = Dispatch.purpose.in_([DispatchPurpose.ANSWER, DispatchPurpose.INTERIM_ANSWER])
    queries = [select(table.id).where(table.complaint_id == complaint_id) for table in tables]
    queries[1] = queries[1].where(LetterDelivery.purpose != DeliveryPurpose.VISIT)
    queries[-1] = queries[-1].where(~tells)
    owed = {row_id for query in queries for row_id in unit.session.scalars(query)}
    ids = [clock.subject_id or "" for clock in list_return_limits(complaint_id, unit)]
    meet_return_limits(complaint_id, set(ids) - owed, ClockStopReason.STAGE_LEFT, unit)
