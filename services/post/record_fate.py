"""What became of a letter that was posted: it came back, or its arrival is proved; and the taking of one off the list."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from models.case.complaint import Complaint
from models.case.letter_delivery import LetterDelivery
from models.clock.legal_time import beijing_date
from models.ground.delivery_codes import DeliveryState
from models.ground.errors import Conflict, InvalidInput, RuleRefused
from services.actor import Actor, staff_id_of
from services.answer.answer_letter import LetterFact, record_delivery, record_return
from services.answer.sent_documents import Document
from services.casefile.answer_sendings import may_be_proved, may_come_back
from services.casefile.post_list import tell_delivery
from services.post.document_sendings import key_of, map_sendings
from services.post.letter_return import owe_letter, owe_no_more
from services.post.lock_delivery import lock_delivery
from services.post.post_letter import find_sending
from services.post.take_off import may_take_off
from services.unit_of_work import Unit, UnitOfWork

LONGEST_TEXT = 500
MOVED_ON = "DELIVERY_MOVED_ON"


class Fate(StrEnum):
    """What a person tells of a letter."""

    RETURNED = "returned"
    ARRIVED = "arrived"
    TAKEN_OFF = "taken_off"


@dataclass(frozen=True, slots=True)
class RecordFate:
    """`day` is that of the return or the proof; `text` why it came back, what proves that it arrived, why it is not posted."""

    delivery_id: str
    fate: Fate
    version: int
    day: date | None = None
    text: str = ""


def record_fate(command: RecordFate, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Put it on record; of an answer or a review as its acts do, so that visit and review count from the proof.

    InvalidInput on `day` or `text`, Conflict where it stands elsewhere by now, NotFound and NotPermitted as for posting,
    RuleRefused("ANSWER_NOT_SENT") for an answer that would be sent by no way at all; that of an earlier round is overtaken,
    and who was told by another way need not come to the hall.
    """
    with unit_of_work as unit:
        row = lock_delivery(command.delivery_id, unit, actor)
        _check(command)
        if command.fate is Fate.TAKEN_OFF:
            _take_off(row, command, unit, actor)
        elif row.purpose.is_sending:
            _follow_sending(row, command, unit, actor)
        else:
            _follow_letter(row, command, unit, actor)
        row.version += 1


def _check(command: RecordFate) -> None:
    faults = {}
    if command.day is None and command.fate is not Fate.TAKEN_OFF:
        faults["day"] = "REQUIRED"
    if not 1 <= len(command.text.strip()) <= LONGEST_TEXT:
        faults["text"] = "TOO_LONG" if command.text.strip() else "REQUIRED"
    if faults:
        raise InvalidInput(faults)


def _take_off(row: LetterDelivery, command: RecordFate, unit: Unit, actor: Actor) -> None:
    if not row.is_waiting or row.version != command.version:
        raise Conflict(code=MOVED_ON)
    complaint = unit.session.get_one(Complaint, row.complaint_id)
    if not may_take_off(row, complaint, map_sendings([row], unit).get(key_of(row), [])):
        raise RuleRefused("ANSWER_NOT_SENT")
    row.taken_off_at, row.taken_off_by = unit.clock.now(), staff_id_of(actor)
    row.taken_off_reason = command.text.strip()
    owe_no_more(row, unit)
    tell_delivery("taken_off", row, unit, actor)


def _follow_sending(row: LetterDelivery, command: RecordFate, unit: Unit, actor: Actor) -> None:
    """Whatever went after it: what is known of a letter that is out is put on record."""
    sending, is_back = find_sending(row, unit), command.fate is Fate.RETURNED
    if not (may_come_back(sending) if is_back else may_be_proved(sending)):
        raise Conflict(code=MOVED_ON)
    document = Document(row.id, row.purpose.value, sending, row.complaint_id, row.purpose, row.subject)
    record = record_return if is_back else record_delivery
    record(document, LetterFact(_day_of(command), command.text.strip()), unit, actor)


def _follow_letter(row: LetterDelivery, command: RecordFate, unit: Unit, actor: Actor) -> None:
    if row.state is not DeliveryState.POSTED or row.sent_at is None or row.version != command.version:
        raise Conflict(code=MOVED_ON)
    day = _day_of(command)
    if day > beijing_date(unit.clock.now()):
        raise InvalidInput({"day": "IN_THE_FUTURE"})
    if day < beijing_date(row.sent_at):
        raise InvalidInput({"day": "BEFORE_SENDING"})
    login, text = staff_id_of(actor), command.text.strip()
    if command.fate is Fate.RETURNED:
        row.returned_on, row.return_reason, row.returned_by = day, text, login
        owe_letter(row, unit, actor)
    else:
        row.delivered_on, row.proof, row.delivered_by = day, text, login
    tell_delivery(command.fate.value, row, unit, actor)


def _day_of(command: RecordFate) -> date:
    if command.day is None:
        raise InvalidInput({"day": "REQUIRED"})
    return command.day
