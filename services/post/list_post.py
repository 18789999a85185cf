"""The list of the post (邮寄登记): what is to be posted, what waits in the hall, what is out, came back and arrived."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, func, or_, select

from models.beside.review_sending import ReviewSending
from models.case.answer_sending import AnswerSending
from models.case.complaint import Complaint
from models.case.interim_sending import InterimSending
from models.case.letter import CaseLetter
from models.case.letter_delivery import LetterDelivery
from models.ground.delivery_codes import DeliveryPurpose, DeliveryState
from models.ground.ways import Way
from services.access.case_writers import writes
from services.actor import Actor
from services.casefile.answer_sendings import Sending, is_overtaken
from services.casefile.frozen_answer import LETTER_KINDS
from services.casefile.mail_number import tidy
from services.casefile.wished_way import WishedWay, find_wished_ways
from services.identity.postal_address import list_with_address
from services.letters.answer_letter import ANSWER_LETTER
from services.letters.interim_answer_letter import INTERIM_ANSWER_LETTER
from services.letters.kinds import KINDS
from services.letters.receipt_texts import TITLE as RECEIPT_TITLE
from services.letters.review_decision import REVIEW_DECISION
from services.post.document_sendings import Key, key_of, map_sendings
from services.post.last_days import map_last_days
from services.post.take_off import may_take_off
from services.post.unmet_wish import lacks_reason
from services.unit_of_work import Unit, UnitOfWork
from services.views.case_filter import CaseFilter
from services.views.cases import list_readable_conditions
from services.views.counted_page import PageAsked, read_counted
from services.views.delivery_line import DeliveryLine, tell_delivery
from services.views.page import Page

# A return visit in writing, which is worded outside; no kind of letter is frozen for it.
VISIT_TITLE = "回访函"


class PostGroup(StrEnum):
    """What the list is narrowed to."""

    TO_POST = "to_post"
    IN_HALL = "in_hall"
    OUT = "out"
    RETURNED = "returned"
    ARRIVED = "arrived"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class SearchPost:
    """`text` is any part of the number of a complaint or of a letter of the post."""

    group: PostGroup = PostGroup.TO_POST
    text: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class PostLine:
    """One letter and its case. `letter_id` is its page, None for the receipt and for what is not frozen.

    `has_address`: whether it can be written on an envelope. `due_at`: until when an answer that waits, or what came back, has
    to be sent. `is_overtaken`: the answer of an earlier round, which is not posted. `needs_reason`: it was to be fetched in the
    hall as was wished, and who posts it says why.
    """

    told: DeliveryLine
    complaint_id: str
    number: str
    title: str
    letter_id: str | None
    has_address: bool
    due_at: datetime | None
    is_overtaken: bool
    may_take_off: bool
    needs_reason: bool
    may_write: bool


_SENT = (AnswerSending, InterimSending, ReviewSending)
_SENT_ON = func.coalesce(LetterDelivery.sent_at, *(table.sent_at for table in _SENT))
_BACK_ON = func.coalesce(LetterDelivery.returned_on, *(table.returned_on for table in _SENT))
_THERE_ON = func.coalesce(LetterDelivery.delivered_on, *(table.delivered_on for table in _SENT))
_WAITS = and_(_SENT_ON.is_(None), LetterDelivery.taken_off_at.is_(None))
_WAITING = (PostGroup.TO_POST, PostGroup.IN_HALL)
_GROUPS: dict[PostGroup, ColumnElement[bool]] = {
    PostGroup.TO_POST: and_(_WAITS, LetterDelivery.way != Way.IN_PERSON),
    PostGroup.IN_HALL: and_(_WAITS, LetterDelivery.way == Way.IN_PERSON),
    PostGroup.OUT: and_(_SENT_ON.is_not(None), _BACK_ON.is_(None), _THERE_ON.is_(None)),
    PostGroup.RETURNED: _BACK_ON.is_not(None),
    PostGroup.ARRIVED: _THERE_ON.is_not(None),
}


def list_post(command: SearchPost, unit_of_work: UnitOfWork, actor: Actor) -> Page[PostLine]:
    """A page, what waits longest first, else the latest; of the cases that the person may read."""
    with unit_of_work.reading() as unit:
        conditions: list[ColumnElement[bool]] = [*list_readable_conditions(CaseFilter(), unit, actor)]
        if command.group in _GROUPS:
            conditions.append(_GROUPS[command.group])
        if command.text.strip():
            conditions.append(_is_meant(command.text))
        query = (
            select(LetterDelivery, Complaint, AnswerSending, InterimSending, ReviewSending)
            .join(Complaint, Complaint.id == LetterDelivery.complaint_id)
            .outerjoin(AnswerSending, AnswerSending.id == LetterDelivery.sending_id)
            .outerjoin(InterimSending, InterimSending.id == LetterDelivery.sending_id)
            .outerjoin(ReviewSending, ReviewSending.id == LetterDelivery.sending_id)
            .where(*conditions)
        )
        made_at = LetterDelivery.made_at
        order = made_at if command.group in _WAITING else made_at.desc()
        found = read_counted(query.order_by(order, LetterDelivery.id), PageAsked(command.page), unit)
        rows = [(row, of, answer or interim or review) for row, of, answer, interim, review in found.rows]
        of_page = _tell([row for row, _, _ in rows], unit)
        told = tuple(
            PostLine(
                told=tell_delivery(row, sending),
                complaint_id=of.id,
                number=of.number,
                title=of_page.title_of(row),
                letter_id=of_page.letter_of(row),
                has_address=row.to_address is not None or of.id in of_page.with_address,
                due_at=of_page.last_days.get(row.id),
                is_overtaken=is_overtaken(row, of),
                may_take_off=may_take_off(row, of, of_page.sendings.get(key_of(row), ())),
                needs_reason=lacks_reason(row, of_page.wishes.get(of.id)),
                may_write=writes(of, actor),
            )
            for row, of, sending in rows
        )
        return Page(told, found.number, found.total, found.has_more)


def _is_meant(text: str) -> ColumnElement[bool]:
    number = tidy(text)
    return or_(
        Complaint.number.contains(text.strip().upper(), autoescape=True),
        *(
            column.contains(number, autoescape=True)
            for column in (LetterDelivery.mail_no, *(table.mail_no for table in _SENT))
        ),
    )


@dataclass(frozen=True, slots=True)
class Told:
    """What a page of lines asks for at once: the frozen letters, whose address the vault has, until when each has to be sent,
    how its documents were sent before, and the wishes.
    """

    by_id: dict[str, CaseLetter]
    by_subject: dict[tuple[str, str, str], CaseLetter]
    with_address: frozenset[str]
    last_days: dict[str, datetime]
    sendings: dict[Key, list[Sending]]
    wishes: dict[str, WishedWay]

    def title_of(self, row: LetterDelivery) -> str:
        """What it is called."""
        if row.purpose is DeliveryPurpose.LETTER:
            letter = self.by_id.get(row.subject)
            kind = KINDS.get(letter.kind) if letter is not None else None
            return kind.title if kind is not None else ""
        return TITLES[row.purpose]

    def letter_of(self, row: LetterDelivery) -> str | None:
        """The frozen letter of it."""
        if row.purpose is DeliveryPurpose.LETTER:
            return row.subject
        if row.purpose not in LETTER_KINDS:
            return None
        found = self.by_subject.get((row.complaint_id, LETTER_KINDS[row.purpose], row.subject))
        return None if found is None else found.id


TITLES = {
    DeliveryPurpose.RECEIPT: RECEIPT_TITLE,
    DeliveryPurpose.ANSWER: ANSWER_LETTER.title,
    DeliveryPurpose.INTERIM: INTERIM_ANSWER_LETTER.title,
    DeliveryPurpose.REVIEW: REVIEW_DECISION.title,
    DeliveryPurpose.VISIT: VISIT_TITLE,
}


def _tell(rows: Sequence[LetterDelivery], unit: Unit) -> Told:
    subjects = {row.subject for row in rows}
    cases = {row.complaint_id for row in rows}
    letters = unit.session.scalars(
        select(CaseLetter).where(
            CaseLetter.complaint_id.in_(cases),
            CaseLetter.frozen_at.is_not(None),
            or_(CaseLetter.id.in_(subjects), CaseLetter.subject.in_(subjects)),
        )
    ).all()
    fetched = [row for row in rows if row.state is DeliveryState.IN_HALL]
    to_fetch = {row.complaint_id for row in rows if row.is_to_post and Way.IN_PERSON in row.ways}
    return Told(
        {row.id: row for row in letters},
        {(row.complaint_id, row.kind, row.subject): row for row in letters},
        list_with_address(cases, unit),
        map_last_days(rows, unit),
        map_sendings(fetched, unit),
        find_wished_ways(to_fetch, unit) if to_fetch else {},
    )
