"""One letter is handed to the post. Of what answers that is its sending, by the one way there is to send it."""

from dataclasses import dataclass
from datetime import date, datetime

from models.beside.review_sending import ReviewSending
from models.case.answer_sending import AnswerSending
from models.case.complaint import Complaint
from models.case.interim_sending import InterimSending
from models.case.letter import CaseLetter
from models.case.letter_delivery import LetterDelivery
from models.case.lifecycle import ClockStopReason
from models.clock.legal_time import at_time, beijing_date
from models.ground.delivery_codes import DeliveryPurpose
from models.ground.errors import InvalidInput, RuleRefused
from services.actor import Actor, staff_id_of
from services.answer.send_answer import SendAnswer
from services.answer.send_document import send_document
from services.answer.visit_by_post import count_from_posting
from services.case.record_contact import Contact, record_contact
from services.casefile.answer_sendings import Sending
from services.casefile.provided_by_post import record_posted
from services.casefile.void_notice import NOTICE_VOID, is_void
from services.clocks.office_ladder import load_ladder
from services.clocks.stop_clock import EnteredFact
from services.post.letter_return import end_owed_letter
from services.post.unmet_wish import posted_ways
from services.unit_of_work import Unit

WRITTEN = "寄出信函。"


@dataclass(frozen=True, slots=True)
class Handed:
    """The tidied number, empty where it is not registered; `day` None is today."""

    mail_no: str
    day: date | None


def post_letter(row: LetterDelivery, handed: Handed, unit: Unit, actor: Actor) -> None:
    """Put it on record. The case and the row are locked, and whoever calls has asked whether this person may.

    InvalidInput on the day: to come, or before there was a letter. RuleRefused("NOTICE_VOID") for more time that came to nothing.
    """
    complaint = unit.session.get_one(Complaint, row.complaint_id)
    row.version += 1
    if row.purpose.is_sending:
        command = SendAnswer(posted_ways(row), handed.mail_no, handed.day, row.other_way_reason or "")
        send_document(row, command, unit, actor)
        return
    sent_at = _find_moment(row, handed.day, complaint, unit)
    letter = unit.session.get(CaseLetter, row.subject)
    if letter is not None and is_void(letter, unit, at=sent_at):
        raise RuleRefused(NOTICE_VOID)
    record_posted(row, unit, actor)
    row.sent_at = sent_at
    row.mail_no, row.sent_by = handed.mail_no or None, staff_id_of(actor)
    end_owed_letter(row, EnteredFact(ClockStopReason.SENT, sent_at), unit, actor)
    if row.purpose is DeliveryPurpose.VISIT:
        count_from_posting(row, row.sent_at, unit)
    payload = {"delivery": row.purpose.value, "subject": row.subject, "attempt": row.attempt}
    unit.trail.add(complaint.id, "delivery.posted", {**payload, "mail_no": row.mail_no}, actor)
    if row.to_name is None and complaint.first_contact_staff is None:
        # A letter of this day was not handed over before the complaint was here.
        happened_at = max(row.sent_at, complaint.received_at)
        record_contact(Contact(WRITTEN, (row.way,), happened_at=happened_at), complaint, unit, actor)


def find_sending(row: LetterDelivery, unit: Unit) -> Sending | None:
    """What stands of it as a sending; None for other letters, and before it is posted."""
    if row.sending_id is None:
        return None
    if row.purpose is DeliveryPurpose.REVIEW:
        return unit.session.get_one(ReviewSending, row.sending_id)
    if row.purpose is DeliveryPurpose.INTERIM:
        return unit.session.get_one(InterimSending, row.sending_id)
    return unit.session.get_one(AnswerSending, row.sending_id)


def _find_moment(row: LetterDelivery, day: date | None, complaint: Complaint, unit: Unit) -> datetime:
    """Now, or the end of office hours of an earlier day."""
    now = unit.clock.now()
    if day is None or day == beijing_date(now):
        return now
    if day > beijing_date(now):
        raise InvalidInput({"posted_on": "IN_THE_FUTURE"})
    if day < _written_on(row, complaint, unit):
        raise InvalidInput({"posted_on": "BEFORE_LETTER"})
    return at_time(day, load_ladder(unit.session).hours.closes)


def _written_on(row: LetterDelivery, complaint: Complaint, unit: Unit) -> date:
    """No letter was posted before this day: that of the visit, else of the frozen letter, else of the registration."""
    if row.purpose is DeliveryPurpose.VISIT:
        return beijing_date(row.made_at)
    letter = unit.session.get(CaseLetter, row.subject)
    return beijing_date(complaint.registered_at) if letter is None or letter.dated is None else letter.dated
