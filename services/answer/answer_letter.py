"""What became of the registered letter of an answer: it came back, or its delivery is proved."""

from dataclasses import dataclass
from datetime import date

from models.case.answer_sending import AnswerSending
from models.case.complaint import Complaint
from models.case.lifecycle import Stage
from models.clock.legal_time import beijing_date
from models.ground.errors import InvalidInput, RuleRefused
from services.actor import Actor, staff_id_of
from services.answer.open_visit import open_visit
from services.casefile.answer_sendings import (
    awaits_delivery,
    delivered_at,
    find_last_sending,
    is_on_its_way,
)
from services.unit_of_work import Unit

NO_LETTER_OUT = "NO_LETTER_OUT"
NOT_SENT = "NOT_SENT"
ALREADY_DELIVERED = "ALREADY_DELIVERED"


@dataclass(frozen=True, slots=True)
class LetterFact:
    """On which day, and why it came back or what proves that it arrived."""

    day: date
    text: str


def find_letter(complaint: Complaint, unit: Unit) -> AnswerSending | None:
    """The sending whose registered letter is out; None without one."""
    sending = find_last_sending(complaint.id, complaint.round, unit)
    return sending if is_on_its_way(sending) else None


def find_sending_bar(complaint: Complaint, unit: Unit) -> str | None:
    """The rule against another sending: nothing was sent, or the last one has arrived."""
    last = find_last_sending(complaint.id, complaint.round, unit)
    if last is None:
        return NOT_SENT
    return ALREADY_DELIVERED if last.delivered_on is not None else None


def record_return(fact: LetterFact, complaint: Complaint, unit: Unit, actor: Actor) -> AnswerSending:
    """The letter came back: it must be sent again; the limit that its sending has met stays met."""
    sending = _get_letter(fact, complaint, unit)
    sending.returned_on, sending.return_reason = fact.day, fact.text
    sending.returned_by = staff_id_of(actor)
    _tell("answer.returned", sending, unit, actor)
    return sending


def record_delivery(fact: LetterFact, complaint: Complaint, unit: Unit, actor: Actor) -> AnswerSending:
    """The proof is on file: the return visit that has waited for it and the time for a review count from its day."""
    sending = _get_letter(fact, complaint, unit)
    has_waited = awaits_delivery(sending)
    sending.delivered_on, sending.proof = fact.day, fact.text
    sending.delivered_by = staff_id_of(actor)
    _tell("answer.delivered", sending, unit, actor)
    if has_waited and complaint.stage is Stage.RETURN_VISIT:
        open_visit(complaint, min(delivered_at(sending), unit.clock.now()), unit)
    return sending


def _get_letter(fact: LetterFact, complaint: Complaint, unit: Unit) -> AnswerSending:
    sending = find_letter(complaint, unit)
    if sending is None:
        raise RuleRefused(NO_LETTER_OUT)
    if fact.day > beijing_date(unit.clock.now()):
        raise InvalidInput({"day": "IN_THE_FUTURE"})
    if fact.day < beijing_date(sending.sent_at):
        raise InvalidInput({"day": "BEFORE_SENDING"})
    return sending


def _tell(kind: str, sending: AnswerSending, unit: Unit, actor: Actor) -> None:
    payload = {"round": sending.round, "attempt": sending.attempt, "mail_no": sending.mail_no}
    unit.trail.add(sending.complaint_id, kind, payload, actor)
