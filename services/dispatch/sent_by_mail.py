"""Puts e-mail among the ways of a sending: only what a mail server has taken was sent by e-mail."""

from collections.abc import Sequence

from sqlalchemy import select

from models.beside.review_sending import ReviewSending
from models.case.answer import Answer
from models.case.answer_sending import AnswerSending
from models.case.dispatch import Dispatch
from models.case.interim_answer import InterimAnswer
from models.case.interim_sending import InterimSending
from models.ground.dispatch_codes import DispatchPurpose
from models.ground.ways import Way
from services.casefile.answer_sendings import Sending
from services.unit_of_work import Unit


def ways_at_once(ways: Sequence[Way]) -> list[str]:
    """The ways that are used when the sending is put on record; what goes by mail alone stands at the query code till then."""
    return [way.value for way in ways if way is not Way.EMAIL] or [Way.QUERY_CODE.value]


def put_on_record(row: Dispatch, unit: Unit) -> None:
    """A document was taken; nothing for a notice, or a letter without a sending of its own."""
    sending = find_sending(row, unit)
    if sending is None:
        return
    sending.ways = _with_mail(sending.ways)
    if isinstance(sending, AnswerSending):
        answers = select(Answer).where(
            Answer.complaint_id == sending.complaint_id, Answer.round == sending.round
        )
        for answer in unit.session.scalars(answers):
            answer.ways = _with_mail(answer.ways)
    elif isinstance(sending, InterimSending):
        interim = unit.session.get_one(InterimAnswer, sending.interim_answer_id)
        interim.ways = _with_mail(interim.ways)


def find_sending(row: Dispatch, unit: Unit) -> Sending | None:
    """The sending whose document is mailed; None for a notice, or a letter without a sending of its own."""
    match row.purpose:
        case DispatchPurpose.ANSWER_LETTER:
            return unit.session.get_one(AnswerSending, row.subject)
        case DispatchPurpose.INTERIM_ANSWER_LETTER:
            return unit.session.get_one(InterimSending, row.subject)
        case DispatchPurpose.REVIEW_DECISION:
            return unit.session.get_one(ReviewSending, row.subject)
        case _:
            return None


def _with_mail(ways: Sequence[str]) -> list[str]:
    return [*(way for way in ways if way != Way.EMAIL), Way.EMAIL.value]
