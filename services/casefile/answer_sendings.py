"""The sendings of an answer or a review's decision as the file has them, and whether it has reached the complainant."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select

from models.beside.review_sending import ReviewSending
from models.case.answer import Answer
from models.case.answer_sending import AnswerSending
from models.clock.legal_time import ZONE
from models.ground.ways import Way
from services.unit_of_work import Unit

# Whoever was spoken to knows the answer, wherever the letter is.
SPOKEN_WAYS = frozenset({Way.PHONE, Way.IN_PERSON})
Sending = AnswerSending | ReviewSending


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


def find_last_sending(complaint_id: str, round_no: int, unit: Unit) -> AnswerSending | None:
    """The latest of a round; None before the first, and for answers of earlier releases."""
    sendings = list_sendings(complaint_id, round_no, unit)
    return sendings[-1] if sendings else None


def is_on_its_way(sending: Sending | None) -> bool:
    """Whether its registered letter is out and there is neither a proof nor a return."""
    return (
        sending is not None
        and Way.REGISTERED_LETTER in sending.ways
        and sending.delivered_on is None
        and sending.returned_on is None
    )


def is_spoken(ways: Collection[str]) -> bool:
    """Whether somebody tells it himself by one of these ways."""
    return bool(SPOKEN_WAYS.intersection(ways))


def awaits_delivery(sending: Sending | None) -> bool:
    """Whether nothing but a registered letter tells the answer and nobody has proved that it arrived."""
    return (
        sending is not None
        and Way.REGISTERED_LETTER in sending.ways
        and not is_spoken(sending.ways)
        and sending.delivered_on is None
    )


def find_told_moment(answer: Answer, unit: Unit) -> datetime | None:
    """Since when the complainant knows the answer: what rights and visits count from.

    By the proof of delivery where only a registered letter tells it; None while it is out.
    """
    sendings = list_sendings(answer.complaint_id, answer.round, unit)
    if not sendings:
        return answer.published_at
    if awaits_delivery(sendings[-1]):
        return None
    return delivered_at(sendings[-1])


def delivered_at(sending: Sending) -> datetime:
    """The moment that a delivery counts from: a proof names a day, taken at its noon, and never before the sending."""
    if sending.delivered_on is None:
        return sending.sent_at
    day = sending.delivered_on
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=ZONE)
    return max(sending.sent_at, noon)
