"""The sendings of the documents that rows on the list of the post bring, a few statements for many rows."""

from collections.abc import Collection, Sequence

from sqlalchemy import select

from models.beside.review_sending import ReviewSending
from models.case.answer_sending import AnswerSending
from models.case.interim_sending import InterimSending
from models.case.letter_delivery import LetterDelivery
from models.ground.delivery_codes import SENDINGS, DeliveryPurpose
from services.casefile.answer_sendings import Sending, answer_subject
from services.unit_of_work import Unit

Key = tuple[str, DeliveryPurpose, str]


def key_of(row: LetterDelivery) -> Key:
    """The document of a row: its case, what it is, which one."""
    return row.complaint_id, row.purpose, row.subject


def map_sendings(rows: Collection[LetterDelivery], unit: Unit) -> dict[Key, list[Sending]]:
    """By document, the first first; a letter has none."""
    found: dict[Key, list[Sending]] = {}
    for purpose in SENDINGS:
        cases = {row.complaint_id for row in rows if row.purpose is purpose}
        for sending in _list_sendings(purpose, cases, unit) if cases else ():
            found.setdefault(_document_of(sending), []).append(sending)
    return found


def _list_sendings(purpose: DeliveryPurpose, cases: Collection[str], unit: Unit) -> Sequence[Sending]:
    if purpose is DeliveryPurpose.ANSWER:
        answers = select(AnswerSending).where(AnswerSending.complaint_id.in_(cases))
        return unit.session.scalars(answers.order_by(AnswerSending.attempt)).all()
    if purpose is DeliveryPurpose.INTERIM:
        interim = select(InterimSending).where(InterimSending.complaint_id.in_(cases))
        return unit.session.scalars(interim.order_by(InterimSending.attempt)).all()
    reviews = select(ReviewSending).where(ReviewSending.complaint_id.in_(cases))
    return unit.session.scalars(reviews.order_by(ReviewSending.attempt)).all()


def _document_of(sending: Sending) -> Key:
    if isinstance(sending, AnswerSending):
        return sending.complaint_id, DeliveryPurpose.ANSWER, answer_subject(sending.round)
    if isinstance(sending, InterimSending):
        return sending.complaint_id, DeliveryPurpose.INTERIM, sending.interim_answer_id
    return sending.complaint_id, DeliveryPurpose.REVIEW, sending.review_id
