"""What came back and has to be sent again: of one case, and all that a person has to see to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, or_, select

from models.beside.review_sending import ReviewSending
from models.case.answer_sending import AnswerSending
from models.case.complaint import Complaint
from models.case.dispatch import Dispatch
from models.case.interim_sending import InterimSending
from models.case.letter_delivery import LetterDelivery
from models.case.lifecycle import ClockKind, Rung
from models.clock.clock import Clock
from models.ground.codes import Role
from models.ground.delivery_codes import DeliveryPurpose
from models.ground.ways import Way
from services.access.readable_cases import list_readable_cases
from services.actor import Actor, staff_id_of
from services.answer.returned_mails import day_of_return, reason_of_return
from services.casefile.answer_sendings import Sending
from services.clocks.office_ladder import load_ladder, rungs_now
from services.dispatch.owed_notice import is_owed_notice
from services.identity.known_ways import find_known_ways
from services.unit_of_work import Unit, UnitOfWork

MOST_SHOWN = 100


class SentDocument(StrEnum):
    """What was sent."""

    ANSWER = "answer"
    INTERIM = "interim"
    REVIEW = "review"
    LETTER = "letter"
    RECEIPT = "receipt"
    VISIT = "visit"
    NOTICE = "notice"
    UNIT_MAIL = "unit_mail"


_CameBack = Sending | LetterDelivery | Dispatch
_NAMES: dict[type[Sending], SentDocument] = {
    AnswerSending: SentDocument.ANSWER,
    InterimSending: SentDocument.INTERIM,
    ReviewSending: SentDocument.REVIEW,
}
_LISTED_AGAIN = {DeliveryPurpose.RECEIPT: SentDocument.RECEIPT, DeliveryPurpose.VISIT: SentDocument.VISIT}


@dataclass(frozen=True, slots=True)
class CameBackRow:
    """One sending that came back; `ways` are those by which it was sent, `seconds_left` is negative when it is late.

    `letter_id` of a letter that goes by itself: its page puts it on the list of the post again. `is_notice`: it is sent again,
    or said to be told otherwise, among the notices. `is_listed`: it stands on the list of the post again, or was to.

    `other_ways`, on the page of its case: those known of the complainant by which it was not sent.
    """

    complaint_id: str
    number: str
    document: SentDocument
    attempt: int
    ways: tuple[Way, ...]
    returned_on: date
    reason: str
    due_at: datetime
    seconds_left: float
    rung: Rung
    other_ways: tuple[Way, ...] = ()
    letter_id: str | None = None
    is_notice: bool = False

    @property
    def is_listed(self) -> bool:
        """Whether the mail room has it by itself: nobody puts it on its list."""
        return self.document in _LISTED_AGAIN.values()


def list_came_back(complaint: Complaint, unit: Unit) -> list[CameBackRow]:
    """Of this case, the nearest date first, with the ways that are left."""
    query = select(Clock).where(Clock.complaint_id == complaint.id, *_RUNS)
    rows = _rows(unit.session.scalars(query.order_by(Clock.due_at)).all(), [complaint], unit)
    known = find_known_ways(complaint, unit)
    return [
        replace(row, other_ways=tuple(way for way in Way if way in known - set(row.ways))) for row in rows
    ]


def list_to_send(unit_of_work: UnitOfWork, actor: Actor) -> list[CameBackRow]:
    """Of the cases that this person handles, and for intake of those that nobody handles, the nearest date first.

    What he may not read is in no list of his.
    """
    with unit_of_work.reading() as unit:
        query = select(Clock, Complaint).join(Complaint, Complaint.id == Clock.complaint_id)
        query = query.where(*_RUNS, _is_his(actor)).order_by(Clock.due_at).limit(MOST_SHOWN)
        found = unit.session.execute(query).all()
        cases = [complaint for _, complaint in found]
        readable = list_readable_cases(cases, unit, actor)
        return _rows([clock for clock, _ in found if clock.complaint_id in readable], cases, unit)


def has_to_send(unit_of_work: UnitOfWork, actor: Actor) -> bool:
    """Whether there is reason to look at that list; one query."""
    with unit_of_work.reading() as unit:
        query = select(Clock.id).join(Complaint, Complaint.id == Clock.complaint_id)
        return unit.session.scalars(query.where(*_RUNS, _is_his(actor)).limit(1)).first() is not None


_RUNS = (Clock.kind == ClockKind.SEND_AGAIN, Clock.stopped_at.is_(None))


def _is_his(actor: Actor) -> ColumnElement[bool]:
    is_handlers = Complaint.handler_id == staff_id_of(actor)
    if Role.INTAKE not in actor.roles:
        return is_handlers
    return or_(is_handlers, Complaint.handler_id.is_(None))


def _rows(clocks: Sequence[Clock], cases: Sequence[Complaint], unit: Unit) -> list[CameBackRow]:
    """As many statements for a hundred as for one."""
    if not clocks:
        return []
    numbers = {complaint.id: complaint.number for complaint in cases}
    sendings = _map_sendings([clock.subject_id or "" for clock in clocks], unit)
    now = unit.clock.now()
    rungs = rungs_now(clocks, now, load_ladder(unit.session), unit.session)
    return [
        CameBackRow(
            complaint_id=clock.complaint_id,
            number=numbers[clock.complaint_id],
            document=_name(sending),
            attempt=sending.attempts if isinstance(sending, Dispatch) else sending.attempt,
            ways=_ways_of(sending),
            returned_on=returned_on,
            reason=_reason_of(sending),
            due_at=clock.due_at,
            seconds_left=(clock.due_at - now).total_seconds(),
            rung=rungs[clock.id],
            letter_id=_letter_of(sending),
            is_notice=isinstance(sending, Dispatch) and is_owed_notice(sending),
        )
        for clock in clocks
        if (sending := sendings.get(clock.subject_id or "")) is not None
        and (returned_on := _day_of(sending)) is not None
    ]


def _name(sending: _CameBack) -> SentDocument:
    if isinstance(sending, LetterDelivery):
        return _LISTED_AGAIN.get(sending.purpose, SentDocument.LETTER)
    if not isinstance(sending, Dispatch):
        return _NAMES[type(sending)]
    if not is_owed_notice(sending):
        return SentDocument.LETTER
    return SentDocument.UNIT_MAIL if sending.purpose.is_to_unit else SentDocument.NOTICE


def _letter_of(sending: _CameBack) -> str | None:
    if isinstance(sending, Dispatch) and is_owed_notice(sending):
        return None
    if isinstance(sending, LetterDelivery) and sending.purpose in _LISTED_AGAIN:
        return None
    return sending.subject if isinstance(sending, LetterDelivery | Dispatch) else None


def _ways_of(sending: _CameBack) -> tuple[Way, ...]:
    if isinstance(sending, LetterDelivery | Dispatch):
        return (sending.way,)
    return tuple(Way(way) for way in sending.ways)


def _day_of(sending: _CameBack) -> date | None:
    """Of a mail that is to go again the day is gone with the attempt that came back, and it stays owed until it is taken."""
    return day_of_return(sending) if isinstance(sending, Dispatch) else sending.returned_on


def _reason_of(sending: _CameBack) -> str:
    return reason_of_return(sending) if isinstance(sending, Dispatch) else sending.return_reason or ""


def _map_sendings(ids: list[str], unit: Unit) -> dict[str, _CameBack]:
    answers = unit.session.scalars(select(AnswerSending).where(AnswerSending.id.in_(ids)))
    interim = unit.session.scalars(select(InterimSending).where(InterimSending.id.in_(ids)))
    reviews = unit.session.scalars(select(ReviewSending).where(ReviewSending.id.in_(ids)))
    letters = unit.session.scalars(select(LetterDelivery).where(LetterDelivery.id.in_(ids)))
    mails = unit.session.scalars(select(Dispatch).where(Dispatch.id.in_(ids)))
    return {row.id: row for rows in (answers, interim, reviews, letters, mails) for row in rows}
