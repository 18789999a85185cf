"""Until when what stands on the list of the post has to be sent: the limit of an answer, or of sending again what came back."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from sqlalchemy import select

from models.case.dispatch import Dispatch
from models.case.letter_delivery import LetterDelivery
from models.case.lifecycle import ClockKind
from models.clock.clock import Clock
from models.ground.delivery_codes import DeliveryPurpose
from models.ground.dispatch_codes import DispatchPurpose
from services.post.document_sendings import key_of, map_sendings
from services.post.letter_return import list_same_person
from services.unit_of_work import Unit

_ANSWERS = (DeliveryPurpose.ANSWER, DeliveryPurpose.INTERIM)


def map_last_days(rows: Collection[LetterDelivery], unit: Unit) -> dict[str, datetime]:
    """By the id of the row; of what waits and of what came back, nothing of what nobody has to send."""
    running = select(Clock.complaint_id, Clock.kind, Clock.subject_id, Clock.due_at).where(
        Clock.complaint_id.in_({row.complaint_id for row in rows}),
        Clock.kind.in_((ClockKind.FEEDBACK, ClockKind.SEND_AGAIN)),
        Clock.stopped_at.is_(None),
    )
    of_answer: dict[str, datetime] = {}
    again: dict[str, datetime] = {}
    for case, kind, subject, due_at in unit.session.execute(running):
        if kind is ClockKind.FEEDBACK:
            of_answer[case] = due_at
        else:
            again[subject or ""] = due_at
    waiting = [row for row in rows if row.is_waiting]
    back = _map_back(waiting, unit) if again else {}
    found = {}
    for row in rows:
        owed = {row.sending_id or row.id, *back.get(row.id, ())}
        days = [again[one] for one in owed if one in again]
        if row.is_waiting and row.purpose in _ANSWERS and row.complaint_id in of_answer:
            days.append(of_answer[row.complaint_id])
        if days:
            found[row.id] = min(days)
    return found


def _map_back(waiting: Collection[LetterDelivery], unit: Unit) -> dict[str, set[str]]:
    """What may have come back of the document that waits, as its limit names it: sendings, or earlier attempts and mails."""
    sent = map_sendings(waiting, unit)
    found = {row.id: {sending.id for sending in sent.get(key_of(row), ())} for row in waiting}
    letters = [row for row in waiting if row.purpose is DeliveryPurpose.LETTER]
    if letters:
        attempts, mails = _list_attempts(letters, unit), _map_mails(letters, unit)
        for row in letters:
            of_letter = [each for each in attempts if key_of(each) == key_of(row)]
            found[row.id] |= {each.id for each in list_same_person(row, of_letter)}
            # A letter that went by mail went to its complainant.
            found[row.id] |= mails.get(row.subject, set()) if row.to_name is None else set()
    return found


def _list_attempts(letters: Iterable[LetterDelivery], unit: Unit) -> list[LetterDelivery]:
    query = select(LetterDelivery).where(
        LetterDelivery.purpose == DeliveryPurpose.LETTER,
        LetterDelivery.subject.in_({row.subject for row in letters}),
    )
    return list(unit.session.scalars(query.order_by(LetterDelivery.attempt)))


def _map_mails(letters: Iterable[LetterDelivery], unit: Unit) -> Mapping[str, set[str]]:
    query = select(Dispatch.subject, Dispatch.id).where(
        Dispatch.purpose == DispatchPurpose.LETTER,
        Dispatch.subject.in_({row.subject for row in letters}),
        Dispatch.complaint_id.in_({row.complaint_id for row in letters}),
    )
    found: dict[str, set[str]] = {}
    for subject, mail in unit.session.execute(query):
        found.setdefault(subject, set()).add(mail)
    return found
