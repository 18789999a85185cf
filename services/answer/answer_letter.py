"""What people say of an answer, an interim answer or a review's decision that is out: it came back, or its delivery is proved."""

from dataclasses import dataclass
from datetime import date

from models.case.complaint import Complaint
from models.case.lifecycle import ClockStopReason
from models.clock.legal_time import beijing_date
from models.ground.errors import InvalidInput, RuleRefused
from services.actor import Actor, staff_id_of
from services.answer.begin_visit import begin_visit
from services.answer.sending_trail import tell_sending
from services.answer.sent_documents import Document, list_documents, list_to_send_again
from services.answer.take_back import CameBack, end_return, take_back
from services.casefile.answer_sendings import Sending, awaits_delivery, list_sendings_beside
from services.unit_of_work import Unit

NO_LETTER_OUT = "NO_LETTER_OUT"
NOT_SENT = "NOT_SENT"
ALREADY_DELIVERED = "ALREADY_DELIVERED"


@dataclass(frozen=True, slots=True)
class LetterFact:
    """On which day, and why it came back or what proves that it arrived."""

    day: date
    text: str


def find_sending_bar(complaint: Complaint, unit: Unit) -> str | None:
    """The rule against another sending: nothing was sent, or the last one has arrived."""
    if not list_documents(complaint, unit):
        return NOT_SENT
    return None if list_to_send_again(complaint, unit) else ALREADY_DELIVERED


def record_return(document: Document | None, fact: LetterFact, unit: Unit, actor: Actor) -> Sending:
    """It came back, as a person says: take_back opens the limit for sending it again."""
    sending = _get_letter(document, fact, unit)
    staff_id_of(actor)
    take_back(CameBack(sending, fact.day, fact.text), unit, actor)
    return sending


def record_delivery(document: Document | None, fact: LetterFact, unit: Unit, actor: Actor) -> Sending:
    """The proof is on file: the return visit that has waited for it and the time for a review count from its day.

    Also of a letter that was said to be back: nothing has to be sent again then.
    """
    sending = _get_letter(document, fact, unit)
    has_waited = awaits_delivery(list_sendings_beside(sending, unit))
    sending.delivered_on, sending.proof = fact.day, fact.text
    sending.delivered_by = staff_id_of(actor)
    tell_sending("delivered", sending, unit, actor)
    unit.session.flush()
    end_return(sending, ClockStopReason.DELIVERED, unit, actor)
    if has_waited:
        begin_visit(sending, unit)
    return sending


def _get_letter(document: Document | None, fact: LetterFact, unit: Unit) -> Sending:
    if document is None or document.last is None:
        raise RuleRefused(NO_LETTER_OUT)
    if fact.day > beijing_date(unit.clock.now()):
        raise InvalidInput({"day": "IN_THE_FUTURE"})
    if fact.day < beijing_date(document.last.sent_at):
        raise InvalidInput({"day": "BEFORE_SENDING"})
    return document.last
