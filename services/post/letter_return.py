"""What goes by itself came back, with a number or without: a limit runs to send it again, as of an answer.

A frozen letter is put on the list again by a person. No page writes a receipt or a visit anew, so they stand there by themselves.
"""

from collections.abc import Sequence

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.letter_delivery import LetterDelivery
from models.case.lifecycle import ClockStopReason
from models.case.return_visit import ReturnVisit
from models.ground.delivery_codes import DeliveryPurpose, DeliveryState
from services.actor import Actor, staff_id_of
from services.answer.visit_by_post import subject_of
from services.casefile.post_list import NewDelivery, put_on_list, tell_delivery
from services.clocks.return_limit import meet_return_limits, open_return_limit
from services.clocks.stop_clock import EnteredFact
from services.dispatch.sent_by_mail import settle_returned
from services.unit_of_work import Unit

LISTED_AGAIN = frozenset({DeliveryPurpose.RECEIPT, DeliveryPurpose.VISIT})


def owe_letter(row: LetterDelivery, unit: Unit, actor: Actor) -> None:
    """Open the limit; not where a later attempt to the same person is there, nor of a visit after which another was made."""
    if row.purpose is DeliveryPurpose.VISIT and not _is_last_visit(row, unit):
        return
    if any(other.attempt > row.attempt for other in _list_beside(row, unit)):
        return
    open_return_limit(unit.session.get_one(Complaint, row.complaint_id), row.id, unit)
    if row.purpose in LISTED_AGAIN:
        new = NewDelivery(row.purpose, row.subject, row.way, staff_id_of(actor))
        tell_delivery("listed", put_on_list(new, row.complaint_id, unit), unit, actor)


def owe_no_more(row: LetterDelivery, unit: Unit) -> None:
    """It was taken off the list, with a word why nothing is sent: what runs since an earlier attempt came back ends."""
    if row.purpose in LISTED_AGAIN:
        ids = {other.id for other in _list_beside(row, unit)}
        meet_return_limits(row.complaint_id, ids, ClockStopReason.CANCELLED, unit)


def _is_last_visit(row: LetterDelivery, unit: Unit) -> bool:
    visits = select(ReturnVisit).where(ReturnVisit.complaint_id == row.complaint_id)
    last = unit.session.scalars(visits.order_by(ReturnVisit.round, ReturnVisit.attempt)).all()[-1]
    return subject_of(last) == row.subject


def end_owed_letter(
    row: LetterDelivery, reason: ClockStopReason | EnteredFact, unit: Unit, actor: Actor
) -> None:
    """It went again, or was handed over: what runs since an earlier attempt or its mail came back is met."""
    ids = {other.id for other in _list_beside(row, unit)}
    if row.purpose is DeliveryPurpose.LETTER and row.to_name is None:
        # A letter that went by mail went to its complainant.
        ids |= set(settle_returned([row.subject], unit, actor))
    meet_return_limits(row.complaint_id, ids, reason, unit)


def is_owed(row: LetterDelivery, unit: Unit) -> bool:
    """Whether it came back, and no later attempt to this person waits or went."""
    if row.state is not DeliveryState.RETURNED:
        return False
    return row.id in list_owed(_list_attempts(row, unit))


def list_owed(attempts: Sequence[LetterDelivery]) -> set[str]:
    """Ids of those of all attempts of one letter, in their order, that are owed as `is_owed` says."""
    last, person = dict[str | None, int](), _name_people(attempts)
    for each in attempts:
        if each.taken_off_at is None:
            last[person[each.id]] = max(each.attempt, last.get(person[each.id], 0))
    return {
        each.id
        for each in attempts
        if each.state is DeliveryState.RETURNED and each.attempt >= last.get(person[each.id], 0)
    }


def list_same_person(row: LetterDelivery, attempts: Sequence[LetterDelivery]) -> list[LetterDelivery]:
    """Those of all attempts of one letter, in their order, that bring it to this person, also under the name that was wrong."""
    person = _name_people(attempts)
    return [other for other in attempts if person[other.id] == person[row.id]]


def _list_beside(row: LetterDelivery, unit: Unit) -> list[LetterDelivery]:
    return list_same_person(row, _list_attempts(row, unit))


def _list_attempts(row: LetterDelivery, unit: Unit) -> Sequence[LetterDelivery]:
    query = select(LetterDelivery).where(
        LetterDelivery.complaint_id == row.complaint_id,
        LetterDelivery.purpose == row.purpose,
        LetterDelivery.subject == row.subject,
    )
    return unit.session.scalars(query.order_by(LetterDelivery.attempt)).all()


def _name_people(attempts: Sequence[LetterDelivery]) -> dict[str, str | None]:
    """By attempt the person who is meant, under the name of the first of those that went instead of each other."""
    person = {attempt.id: attempt.to_name for attempt in attempts}
    for attempt in attempts:
        # What was taken off the list went instead of nothing.
        if attempt.instead_of in person and attempt.taken_off_at is None:
            # Whoever is meant now was meant then.
            was, now = person[attempt.instead_of], person[attempt.id]
            person = {each: was if known == now else known for each, known in person.items()}
    return person
