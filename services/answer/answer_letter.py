"""What became of the registered letter of an answer or a review's decision: it came back, or its delivery is proved."""

from dataclasses import dataclass
from datetime import date

from models.case.answer_sending import AnswerSending
from models.case.complaint import Complaint
from models.case.lifecycle import Stage
from models.clock.legal_time import beijing_date
from models.ground.errors import InvalidInput, RuleRefused
from services.actor import Actor, staff_id_of
from services.answer.open_visit import open_visit
from services.answer.sent_documents import Document, list_documents, list_to_send_again
from services.casefile.answer_sendings import Sending, awaits_delivery, delivered_at
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
    """The letter came back: it must be sent again; the limit that its sending has met stays met."""
    sending = _get_letter(document, fact, unit)
    sending.returned_on, sending.return_reason = fact.day, fact.text
    sending.returned_by = staff_id_of(actor)
    _tell("returned", sending, unit, actor)
    return sending


def record_delivery(document: Document | None, fact: LetterFact, unit: Unit, actor: Actor) -> Sending:
    """The proof is on file: the return visit that has waited for it and the time for a review count from its day."""
    sending = _get_letter(document, fact, unit)
    has_waited = awaits_delivery(sending)
    sending.delivered_on, sending.proof = fact.day, fact.text
    sending.delivered_by = staff_id_of(actor)
    _tell("delivered", sending, unit, actor)
    complaint = unit.session.get_one(Complaint, sending.complaint_id)
    if isinstance(sending, AnswerSending) and has_waited and complaint.stage is Stage.RETURN_VISIT:
        open_visit(complaint, min(delivered_at(sending), unit.clock.now()), unit)
    return sending


def _get_letter(document: Document | None, fact: LetterFact, unit: Unit) -> Sending:
    if document is None or document.last is None:
        raise RuleRefused(NO_LETTER_OUT)
    if fact.day > beijing_date(unit.clock.now()):
        raise InvalidInput({"day": "IN_THE_FUTURE"})
    if fact.day < beijing_date(document.last.sent_at):
        raise InvalidInput({"day": "BEFORE_SENDING"})
    return document.last


def _tell(event: str, sending: Sending, unit: Unit, actor: Actor) -> None:
    payload: dict[str, object] = {"attempt": sending.attempt, "mail_no": sending.mail_no}
    if isinstance(sending, AnswerSending):
        unit.trail.add(sending.complaint_id, f"answer.{event}", {"round": sending.round, **payload}, actor)
    else:
        told = {"review_id": sending.review_id, **payload}
        unit.trail.add(sending.complaint_id, f"review.{event}", told, actor)
