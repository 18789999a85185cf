"""The sendings of the documents that rows on the list of the post bring, a few statements for many rows."""

from collections.abc import Collection

from sqlalchemy import select

from models.beside.review_sending import ReviewSending
from models.case.answer_sending import AnswerSending
from models.case.interim_sending import InterimSending
from models.case.letter_delivery import LetterDelivery
from models.ground.delivery_codes import DeliveryPurpose
from services.casefile.answer_sendings import Sending, answer_subject
from services.unit_of_work import Unit

Key = tuple[str, DeliveryPurpose, str]


def key_of(row: LetterDelivery) -> Key:
    """The document of a row: its case, what it is, which one."""
    return row.complaint_id, row.purpose, row.subject


def map_sendings(rows: Collection[LetterDelivery], unit: Unit) -> dict[Key, list[Sending]]:
    """By document, the first first; a letter has none."""
    found: dict[Key, list[Sending]] = {}
    for table in (AnswerSending, InterimSending, ReviewSending):
        cases = {row.complaint_id for row in rows if _TABLES.get(row.purpose) is table}
        if cases:
            query = select(table).where(table.complaint_id.in_(cases)).order_by(table.attempt)
            for sending in unit.session.scalars(query):
                found.setdefault(_document_of(sending), []).append(sending)
    return found


_TABLES = {
    DeliveryPurpose.ANSWER: AnswerSending,
    DeliveryPurpose.INTERIM: InterimSending,
    DeliveryPurpose.REVIEW: ReviewSending,
}


def _document_of(sending: Sending) -> Key:
    if isinstance(sending, AnswerSending):
        return sending.complaint_id, DeliveryPurpose.ANSWER, answer_subject(sending.round)
    if isinstance(sending, InterimSending):
        return sending.complaint_id, DeliveryPurpose.INTERIM, sending.interim_answer_id
    return sending.complaint_id, DeliveryPurpose.REVIEW, sending.review_id
