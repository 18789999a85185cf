"""A letter or an answer is handed over in the hall against an identity check (窗口领取): sent and delivered with it, that day."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import select

from models.case.letter_delivery import LetterDelivery
from models.case.lifecycle import ClockStopReason
from models.clock.legal_time import beijing_date
from models.ground.delivery_codes import DeliveryPurpose, IdentityDocument
from models.ground.errors import InvalidInput
from models.ground.ways import Way
from services.access.case_writers import require_may_write
from services.actor import Actor, staff_id_of
from services.answer.answer_letter import LetterFact, record_delivery
from services.answer.send_answer import SendAnswer
from services.answer.send_document import NO_NAME_TO_COMPARE, mind_wish, send_document
from services.case.record_contact import Contact, record_contact
from services.casefile.answer_sendings import Sending, find_due_letter
from services.casefile.frozen_answer import LETTER_NOT_FROZEN
from services.casefile.get_case import get_complaint
from services.casefile.post_list import LETTER_WAYS, NewDelivery, put_on_list
from services.identity.known_name import has_known_name
from services.post.given_by import HANDED_BY_GIVER
from services.post.hall_documents import HallDocument, list_hall_documents
from services.post.letter_return import end_owed_letter
from services.unit_of_work import Unit, UnitOfWork

LONGEST_AUTHORISATION = 500
HANDED_OVER = "窗口当面交付文书。"
HIMSELF, FOR_HIM = "本人在窗口领取，送达回证已签名。", "受委托人在窗口领取，送达回证已签名。"


@dataclass(frozen=True, slots=True)
class HandOver:
    """`documents` as the page names them. `authorisation`: by what somebody else may take it, empty for the complainant.

    Of the identity document its kind is kept and no number.
    """

    complaint_id: str
    documents: tuple[str, ...]
    shown: IdentityDocument | None
    is_slip_signed: bool
    is_for_another: bool = False
    authorisation: str = ""


def hand_over(command: HandOver, unit_of_work: UnitOfWork, actor: Actor) -> int:
    """How many. InvalidInput by field, NotFound and NotPermitted as for whoever writes to people about the case.

    InvalidInput on `documents` for what this person gave, whose limit his own word would meet (HANDED_BY_GIVER), for all
    of a complainant without a name, with whom nobody can be compared (NO_NAME_TO_COMPARE), and for what answers and has no
    letter yet (LETTER_NOT_FROZEN): then nothing is handed over.
    """
    with unit_of_work as unit:
        complaint = get_complaint(command.complaint_id, unit)
        login = require_may_write(complaint, unit, actor)
        known = {document.id: document for document in list_hall_documents(complaint, unit)}
        _check(command, known, login, has_name=has_known_name(complaint, unit))
        # The answer last: it ends what waits of an interim answer.
        for document_id in sorted(set(command.documents), key=lambda one: _come_last(known[one])):
            row = _deliver(known[document_id], _proof_of(command), unit, actor)
            row.identity_document = command.shown
            row.authorisation = command.authorisation.strip() if command.is_for_another else None
            payload = {"delivery": row.purpose.value, "subject": row.subject, "shown": str(command.shown)}
            unit.trail.add(complaint.id, "delivery.handed_over", payload, actor)
        if complaint.first_contact_staff is None:
            record_contact(Contact(HANDED_OVER, (Way.IN_PERSON,)), complaint, unit, actor)
        return len(set(command.documents))


def _come_last(document: HallDocument) -> tuple[bool, str]:
    return document.purpose is DeliveryPurpose.ANSWER, document.id


def _proof_of(command: HandOver) -> str:
    return FOR_HIM if command.is_for_another else HIMSELF


def _check(command: HandOver, known: Mapping[str, HallDocument], login: str, *, has_name: bool) -> None:
    faults = {}
    if not command.documents or not set(command.documents) <= known.keys():
        faults["documents"] = "NOT_AN_OPTION" if command.documents else "REQUIRED"
    elif not has_name:
        faults["documents"] = NO_NAME_TO_COMPARE
    elif any(known[one].given_by == login for one in command.documents):
        faults["documents"] = HANDED_BY_GIVER
    elif any(known[one].lacks_letter for one in command.documents):
        faults["documents"] = LETTER_NOT_FROZEN
    if command.shown is None:
        faults["shown"] = "REQUIRED"
    if command.is_for_another and not 1 <= len(command.authorisation.strip()) <= LONGEST_AUTHORISATION:
        faults["authorisation"] = "TOO_LONG" if command.authorisation.strip() else "REQUIRED"
    if not command.is_slip_signed:
        faults["is_slip_signed"] = "REQUIRED"
    if faults:
        raise InvalidInput(faults)


def _deliver(document: HallDocument, proof: str, unit: Unit, actor: Actor) -> LetterDelivery:
    """The row of it; of what answers the proof stands with its sending, as that of any other."""
    login, now = staff_id_of(actor), unit.clock.now()
    today = beijing_date(now)
    if document.sent is not None:
        sending = _send(document, proof, unit, actor)
        record_delivery(replace(document.sent, last=sending), LetterFact(today, proof), unit, actor)
        listed = select(LetterDelivery).where(LetterDelivery.sending_id == sending.id)
        return unit.session.scalars(listed).one()
    _take_off(document, unit, actor)
    new = NewDelivery(document.purpose, document.subject, Way.IN_PERSON, login)
    row = put_on_list(new, document.complaint_id, unit)
    row.sent_at, row.sent_by = now, login
    row.delivered_on, row.proof, row.delivered_by = today, proof, login
    end_owed_letter(row, ClockStopReason.DELIVERED, unit, actor)
    return row


def _send(document: HallDocument, proof: str, unit: Unit, actor: Actor) -> Sending:
    """By the ways that were told where it waited for this, so that its limit is met by it and not before.

    Where he wished another way and nobody said why it goes by none, it is that he came for it himself.
    """
    due = find_due_letter(document.complaint_id, document.subject, unit)
    command = SendAnswer((Way.IN_PERSON,), reason=proof)
    if due is not None and Way.IN_PERSON in due.ways:
        ways = tuple(Way(way) for way in due.ways if way not in LETTER_WAYS)
        command = SendAnswer(ways, reason=due.other_way_reason or proof)
    return send_document(document, mind_wish(document, command, unit), unit, actor)


def _take_off(document: HallDocument, unit: Unit, actor: Actor) -> None:
    """What was handed over is not posted."""
    waiting = select(LetterDelivery).where(
        LetterDelivery.complaint_id == document.complaint_id,
        LetterDelivery.subject == document.subject,
        LetterDelivery.sent_at.is_(None),
        LetterDelivery.taken_off_at.is_(None),
    )
    for row in unit.session.scalars(waiting):
        row.taken_off_at, row.taken_off_by = unit.clock.now(), staff_id_of(actor)
        row.taken_off_reason = HANDED_OVER
