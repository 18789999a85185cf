"""A letter that goes by itself came back, with a number or without: a limit runs to send it again, as of an answer."""

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.letter_delivery import LetterDelivery
from models.case.lifecycle import ClockStopReason
from models.ground.delivery_codes import DeliveryPurpose, DeliveryState
from services.clocks.return_limit import meet_return_limits, open_return_limit
from services.clocks.stop_clock import EnteredFact
from services.unit_of_work import Unit


def owe_letter(row: LetterDelivery, unit: Unit) -> None:
    """Open the limit; not where a later attempt to the same person is there, and not of a receipt, which is handed over."""
    if row.purpose is not DeliveryPurpose.LETTER:
        return
    if any(other.attempt > row.attempt for other in _list_beside(row, unit)):
        return
    open_return_limit(unit.session.get_one(Complaint, row.complaint_id), row.id, unit)


def end_owed_letter(row: LetterDelivery, reason: ClockStopReason | EnteredFact, unit: Unit) -> None:
    """It went again, or was handed over: what runs since an earlier attempt came back is met."""
    ids = {other.id for other in _list_beside(row, unit)}
    meet_return_limits(row.complaint_id, ids, reason, unit)


def is_owed(row: LetterDelivery, unit: Unit) -> bool:
    """Whether it came back, and no later attempt to this person waits or went."""
    beside = _list_beside(row, unit)
    is_last = not any(other.attempt > row.attempt and other.taken_off_at is None for other in beside)
    return is_last and row.state is DeliveryState.RETURNED


def _list_beside(row: LetterDelivery, unit: Unit) -> list[LetterDelivery]:
    """All attempts to bring this letter to this person, also under the name that was wrong."""
    query = select(LetterDelivery).where(
        LetterDelivery.complaint_id == row.complaint_id,
        LetterDelivery.purpose == row.purpose,
        LetterDelivery.subject == row.subject,
    )
    attempts = unit.session.scalars(query.order_by(LetterDelivery.attempt)).all()
    person = {attempt.id: (attempt.to_name,) for attempt in attempts}
    for attempt in attempts:
        # What was taken off the list went instead of nothing.
        if attempt.instead_of in person and attempt.taken_off_at is None:
            # Whoever is meant now was meant then.
            was, now = person[attempt.instead_of], person[attempt.id]
            person = {each: was if known == now else known for each, known in person.items()}
    return [other for other in attempts if person[other.id] == person[row.id]]
