"""反馈: when and how the complainant was answered, by when he had to be, and how long it took.

The answer that days are counted to is the first one; what is answered after a redo or a review is `last_answered_on`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import InstrumentedAttribute, load_only

from models.case.answer import Answer
from models.case.answer_sending import AnswerSending
from models.case.complaint import Complaint
from models.case.letter_delivery import LetterDelivery
from models.clock.legal_time import beijing_date
from models.ground.delivery_codes import DeliveryPurpose
from services.casefile.answer_sendings import find_delivered
from services.ledger.batch import Batch, Counts, Values, by_case, once
from services.ledger.limits import NOT_TO_BE_ENDED, Lateness, StoodStill, find_due, late_workdays, map_limits


def read_feedback(batch: Batch, counts: Counts, still: Mapping[str, StoodStill]) -> dict[str, Values]:
    """The columns of the part by case; a fixed number of statements."""
    answers, limits = _read_answers(batch), map_limits(batch)
    told: dict[str, Values] = {}
    for case, complaint in batch.cases.items():
        answered, of_case = answers[case].get("answered_on"), limits.get(case, [])
        done = answered if isinstance(answered, date) else _day_of(complaint.closed_at)
        is_to_be_ended = complaint.outcome not in NOT_TO_BE_ENDED
        is_over = any(limit.is_over(batch.now) for limit in of_case)
        told[case] = {
            "interim_answers": counts.get(("interim_answers", case), 0),
            **answers[case],
            "answer_due_at": find_due(of_case),
            "lateness": _word_lateness(is_done=done is not None, is_over=is_over) if is_to_be_ended else None,
            "late_workdays": late_workdays(of_case, batch) if is_to_be_ended else None,
            "used_workdays": _used_workdays(complaint, done, still.get(case, StoodStill()).days, batch),
            "used_days": None if done is None else (done - beijing_date(complaint.received_at)).days,
        }
    return told


def waits_for_the_post(complaint_id: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    """Whether a letter that answers waits to be posted: nobody was answered by one that lies in the mail room."""
    return exists().where(
        LetterDelivery.complaint_id == complaint_id,
        LetterDelivery.purpose == DeliveryPurpose.ANSWER,
        LetterDelivery.sending_id.is_(None),
        LetterDelivery.taken_off_at.is_(None),
    )


def _read_answers(batch: Batch) -> dict[str, Values]:
    session = batch.unit.session
    sent = session.scalars(
        select(AnswerSending)
        .options(
            load_only(
                AnswerSending.complaint_id,
                AnswerSending.round,
                AnswerSending.ways,
                AnswerSending.mail_no,
                AnswerSending.sent_at,
                AnswerSending.returned_on,
                AnswerSending.delivered_on,
            )
        )
        .where(AnswerSending.complaint_id.in_(batch.ids))
        .order_by(AnswerSending.complaint_id, AnswerSending.round, AnswerSending.attempt)
    )
    sendings = by_case((row.complaint_id, row) for row in sent)
    published = session.execute(
        select(Answer.complaint_id, Answer.published_at, Answer.ways)
        .where(
            Answer.complaint_id.in_(batch.ids),
            Answer.published_at.is_not(None),
            ~waits_for_the_post(Answer.complaint_id),
        )
        .order_by(Answer.complaint_id, Answer.round)
    )
    answers = by_case((row.complaint_id, (row.published_at, row.ways)) for row in published)
    return {case: _tell_answer(sendings.get(case, []), answers.get(case, [])) for case in batch.cases}


def _tell_answer(sendings: Sequence[AnswerSending], published: list[tuple[datetime, list[str]]]) -> Values:
    """By what was sent; answers of the first releases have the moment since which they can be read, and no sending."""
    if sendings:
        first = [row for row in sendings if row.round == sendings[0].round]
        last = [row for row in sendings if row.round == sendings[-1].round]
        answered, ways, delivered = first[0].sent_at, first[0].ways, find_delivered(first)
        last_answered = last[0].sent_at
    elif published:
        answered, ways = published[0]
        delivered, last_answered = answered, published[-1][0]
    else:
        return dict.fromkeys(("answered_on", "delivered_on", "last_answered_on")) | {"answered_by": ()}
    return {
        "answered_on": beijing_date(answered),
        "answered_by": once(ways),
        "delivered_on": _day_of(delivered),
        "last_answered_on": beijing_date(last_answered),
    }


def _word_lateness(*, is_done: bool, is_over: bool) -> str:
    if is_done:
        return (Lateness.LATE if is_over else Lateness.ON_TIME).value
    return (Lateness.OVERDUE if is_over else Lateness.RUNNING).value


def _used_workdays(
    complaint: Complaint, done: date | None, paused: frozenset[date], batch: Batch
) -> int | None:
    """As limits count: the day of receipt not, nor the days on which they stood still."""
    if done is None:
        return None
    days = batch.count_workdays(complaint.effective_received, done)
    still = sum(complaint.effective_received < day <= done for day in paused)
    return None if days is None else days - still


def _day_of(moment: datetime | None) -> date | None:
    return None if moment is None else beijing_date(moment)
