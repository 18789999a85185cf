"""The sendings of an answer or a review's decision as the file has them, and whether it has reached the complainant."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select

from models.beside.review_sending import ReviewSending
from models.case.answer import Answer
from models.case.answer_sending import AnswerSending
from models.case.complaint import Complaint
from models.case.interim_answer import InterimAnswer
from models.case.interim_sending import InterimSending
from models.case.letter_delivery import LetterDelivery
from models.clock.legal_time import ZONE
from models.ground.delivery_codes import SENDINGS, DeliveryPurpose
from models.ground.ways import Way
from services.unit_of_work import Unit

# Whoever was spoken to knows the answer, wherever the letter is. In person is what the hall handed over; of an earlier release
# also what whoever answered ticked.
SPOKEN_WAYS = frozenset({Way.PHONE, Way.IN_PERSON})
# What somebody else carries, and may bring back.
CARRIED_WAYS = frozenset({Way.LETTER, Way.REGISTERED_LETTER, Way.EMAIL, Way.SMS, Way.PLATFORM})
Sending = AnswerSending | ReviewSending | InterimSending


def list_sendings(complaint_id: str, round_no: int, unit: Unit) -> list[AnswerSending]:
    """Those of a round, the first first."""
    return list(
        unit.session.scalars(
            select(AnswerSending)
            .where(AnswerSending.complaint_id == complaint_id, AnswerSending.round == round_no)
            .order_by(AnswerSending.attempt)
        )
    )


def list_review_sendings(review_id: str, unit: Unit) -> list[ReviewSending]:
    """Those of the decision of a review, the first first."""
    return list(
        unit.session.scalars(
            select(ReviewSending).where(ReviewSending.review_id == review_id).order_by(ReviewSending.attempt)
        )
    )


def list_interim_sendings(interim_answer_id: str, unit: Unit) -> list[InterimSending]:
    """Those of an interim answer, the first first."""
    return list(
        unit.session.scalars(
            select(InterimSending)
            .where(InterimSending.interim_answer_id == interim_answer_id)
            .order_by(InterimSending.attempt)
        )
    )


def list_sendings_beside(sending: Sending, unit: Unit) -> Sequence[Sending]:
    """All sendings of the same document, the first first."""
    if isinstance(sending, AnswerSending):
        return list_sendings(sending.complaint_id, sending.round, unit)
    if isinstance(sending, InterimSending):
        return list_interim_sendings(sending.interim_answer_id, unit)
    return list_review_sendings(sending.review_id, unit)


def find_last_sending(complaint_id: str, round_no: int, unit: Unit) -> AnswerSending | None:
    """The latest of a round; None before the first, and for answers of earlier releases."""
    sendings = list_sendings(complaint_id, round_no, unit)
    return sendings[-1] if sendings else None


def may_come_back(sending: Sending | None) -> bool:
    """Whether a carrier has it of whom neither a proof nor a return came."""
    return (
        sending is not None
        and bool(CARRIED_WAYS.intersection(sending.ways))
        and sending.delivered_on is None
        and sending.returned_on is None
    )


def may_be_proved(sending: Sending | None) -> bool:
    """Whether its letter with a number may still prove delivered, also after it was said to be back."""
    return sending is not None and is_numbered(sending) and sending.delivered_on is None


def is_numbered(sending: Sending) -> bool:
    """Whether a letter of it has a number, by which the post can tell of it."""
    is_plain = Way.LETTER in sending.ways and bool(sending.mail_no)
    return is_plain or Way.REGISTERED_LETTER in sending.ways


def is_on_file(sending: Sending) -> bool:
    """Whether its delivery is on file: the proof of a letter with a number, of any other that it was not brought back."""
    return sending.delivered_on is not None or (not is_numbered(sending) and sending.returned_on is None)


def is_spoken(ways: Collection[str]) -> bool:
    """Whether somebody tells it himself by one of these ways."""
    return bool(SPOKEN_WAYS.intersection(ways))


def awaits_delivery(sendings: Sequence[Sending]) -> bool:
    """Whether something was sent and nothing of it counts as delivered."""
    return bool(sendings) and find_delivered(sendings) is None


def find_due_letter(complaint_id: str, subject: str, unit: Unit) -> LetterDelivery | None:
    """The letter of what answers that waits to be posted or fetched in the hall; `subject` is `round-` and a number, the interim
    answer, the review.
    """
    return unit.session.scalars(
        select(LetterDelivery).where(
            LetterDelivery.complaint_id == complaint_id,
            LetterDelivery.subject == subject,
            LetterDelivery.purpose.in_(SENDINGS),
            LetterDelivery.sending_id.is_(None),
            LetterDelivery.taken_off_at.is_(None),
        )
    ).first()


def awaits_answer(complaint: Complaint, unit: Unit) -> bool:
    """Whether the complainant does not know the answer of the round: its letter is to be posted or fetched, or is out."""
    sendings = list_sendings(complaint.id, complaint.round, unit)
    return awaits_delivery(sendings) if sendings else awaits_sending(complaint, unit)


def awaits_sending(complaint: Complaint, unit: Unit) -> bool:
    """Whether the answer of the round is written, and its letter waits to be posted or fetched: nothing has been sent."""
    if list_sendings(complaint.id, complaint.round, unit):
        return False
    return find_due_letter(complaint.id, answer_subject(complaint.round), unit) is not None


def answer_subject(round_no: int) -> str:
    """What the list of the post calls the answer of a round."""
    return f"round-{round_no}"


def is_overtaken(row: LetterDelivery, complaint: Complaint) -> bool:
    """Whether it is the answer of an earlier round: what is due is another one."""
    return row.purpose is DeliveryPurpose.ANSWER and row.subject != answer_subject(complaint.round)


def is_interim_overtaken(interim_answer_id: str, complaint: Complaint, unit: Unit) -> bool:
    """By the answer that tells what it told, or by the round that handles the case anew."""
    of_round = unit.session.get_one(InterimAnswer, interim_answer_id).round
    return of_round != complaint.round or find_last_sending(complaint.id, of_round, unit) is not None


def find_told_moment(answer: Answer, unit: Unit) -> datetime | None:
    """Since when the complainant knows the answer: what rights and visits count from; None while it has not reached him."""
    sendings = list_sendings(answer.complaint_id, answer.round, unit)
    if sendings:
        return find_delivered(sendings)
    due = find_due_letter(answer.complaint_id, answer_subject(answer.round), unit)
    return answer.published_at if due is None else None


def find_delivered(sendings: Sequence[Sending]) -> datetime | None:
    """The moment that the first of these which has reached the complainant counts from."""
    return min((moment for row in sendings if (moment := delivered_at(row)) is not None), default=None)


def delivered_at(sending: Sending) -> datetime | None:
    """The moment that its delivery counts from; None while it does not count as delivered.

    A proof names a day, taken at its noon, and never before the sending. Who was spoken to knows it with the sending, whatever
    comes back. What came back has reached nobody, and a letter with a number nobody before its proof. Query code, e-mail, SMS
    and platform give no proof: they count with the sending, as does a letter of earlier releases that has no number.
    """
    if sending.delivered_on is not None:
        day = sending.delivered_on
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=ZONE)
        return sending.sent_at if is_spoken(sending.ways) else max(sending.sent_at, noon)
    if is_spoken(sending.ways):
        return sending.sent_at
    return sending.sent_at if is_on_file(sending) else None
