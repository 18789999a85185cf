"""Before which moments an answer, an interim answer or the decision of a review cannot have been told in a call."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from models.beside.review import Review
from models.case.complaint import Complaint
from models.case.lifecycle import ClockKind
from models.ground.delivery_codes import DeliveryPurpose
from services.casefile.answer_sendings import (
    Sending,
    find_due_letter,
    list_interim_sendings,
    list_review_sendings,
    list_sendings,
)
from services.clocks.get_clock import find_latest_clock
from services.unit_of_work import Unit


def list_call_bounds(
    purpose: DeliveryPurpose, subject: str, complaint: Complaint, unit: Unit
) -> Iterator[tuple[datetime, str]]:
    """When it was due to be written or was decided, its letter was left to the post, and it was sent the last time."""
    yield _find_decided(purpose, subject, complaint, unit), "BEFORE_DECISION"
    letter = find_due_letter(complaint.id, subject, unit)
    if letter is not None:
        yield letter.made_at, "BEFORE_LETTER"
    for row in _list_sendings(purpose, subject, complaint, unit)[-1:]:
        yield row.sent_at, "BEFORE_SENDING"


def _find_decided(purpose: DeliveryPurpose, subject: str, complaint: Complaint, unit: Unit) -> datetime:
    if purpose is DeliveryPurpose.REVIEW:
        return unit.session.get_one(Review, subject).decided_at or unit.clock.now()
    limit = find_latest_clock(complaint.id, ClockKind.FEEDBACK, complaint.round, unit)
    return complaint.received_at if limit is None else limit.opened_at


def _list_sendings(
    purpose: DeliveryPurpose, subject: str, complaint: Complaint, unit: Unit
) -> Sequence[Sending]:
    if purpose is DeliveryPurpose.REVIEW:
        return list_review_sendings(subject, unit)
    if purpose is DeliveryPurpose.INTERIM:
        return list_interim_sendings(subject, unit)
    return list_sendings(complaint.id, complaint.round, unit)
