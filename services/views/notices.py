"""The notices to complainants and the mails to units outside, of the cases that the person may read: what waits first."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from models.case.complaint import Complaint
from models.case.data_incident import DataIncident
from models.case.dispatch import Dispatch
from models.case.letter import CaseLetter
from models.case.unit_mail import UnitMail
from models.clock.clock import Clock
from models.ground.dispatch_codes import TO_UNITS, WAIT_FOR_PERSON, DispatchPurpose, DispatchState
from models.ground.ways import Way
from models.office.unit import OrganisationUnit
from services.access.case_writers import writes
from services.actor import Actor
from services.dispatch.document_words import DOCUMENT_PAPER, word_document
from services.dispatch.incident_words import INCIDENT_PAPER, word_incident
from services.dispatch.mailed_document import may_be_told, may_go_again
from services.dispatch.notice_words import NOTICE_PAPER, NoticeOf, word_notice
from services.dispatch.unit_mail_words import UNIT_MAIL_PAPER, MailedNow, word_unit_mail
from services.dispatch.unit_parcel import list_repeating
from services.office.centre_contact import CentreContact, read_centre_contact
from services.office.people_names import map_people_names
from services.unit_of_work import Unit, UnitOfWork
from services.views.case_filter import CaseFilter
from services.views.cases import list_readable_conditions
from services.views.counted_page import PageAsked, read_counted
from services.views.page import Page
from services.views.said_texts import SaidTexts, read_said_texts


class NoticeGroup(StrEnum):
    """What a list is narrowed to: what somebody has to decide on, what leaves by itself, what is done, or all."""

    TO_DECIDE = "to_decide"
    LEAVING = "leaving"
    DONE = "done"
    ALL = "all"


# A notice that has left, or may have, is of no use without its code.
_CODE_IS_NEEDED = (DispatchState.TAKEN, DispatchState.TOLD)
_STATES = {
    NoticeGroup.LEAVING: (DispatchState.WAITING, DispatchState.SENDING),
    NoticeGroup.DONE: (
        DispatchState.TAKEN,
        DispatchState.TOLD,
        DispatchState.DROPPED,
        DispatchState.REPLACED,
    ),
}


class NoticeReader(StrEnum):
    """For whom they are."""

    ANYBODY = "anybody"
    COMPLAINANTS = "complainants"
    UNITS = "units"


@dataclass(frozen=True, slots=True)
class SearchNotices:
    """`text` is any part of the complaint's number."""

    group: NoticeGroup = NoticeGroup.TO_DECIDE
    reader: NoticeReader = NoticeReader.ANYBODY
    text: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class CodeTold:
    """That a receipt code was told by another way."""

    at: datetime
    by: str
    how: str


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One notice; `text` is what it says, `reason` what the carrier said, `settled_by` the name of who decided and his note.

    `title` is that of a document that goes along, once it is frozen. `may_settle`: it waits for a person, and this one may
    decide; `may_go_again`: the same attempt may be made again; `may_be_told`: a word that it was told otherwise is enough,
    else it is sent again, a letter without a sending of its own (`letter_id`) by post too.

    `unit_name`, `other_way` and `sheet` only of a mail to a unit: who gets it, by what other way a code is told, and the
    address of the page with the code. `tells_code`: somebody has to tell the code; `code_told`: when that was done, by whom
    and how.
    """

    id: str
    complaint_id: str
    number: str
    purpose: DispatchPurpose
    way: Way
    state: DispatchState
    text: str
    made_at: datetime
    state_at: datetime
    attempts: int
    reason: str | None
    returned_on: date | None
    settled_by: str | None
    settled_note: str | None
    may_settle: bool
    may_go_again: bool
    may_be_told: bool
    letter_id: str | None
    title: str | None = None
    unit_name: str | None = None
    other_way: str | None = None
    sheet: str | None = None
    tells_code: bool = False
    code_told: CodeTold | None = None


def list_notices(command: SearchNotices, unit_of_work: UnitOfWork, actor: Actor) -> Page[NoticeLine]:
    """A page of them, the newest first; nobody's address and no code is in it."""
    with unit_of_work.reading() as unit:
        query = (
            select(Dispatch, Complaint, UnitMail, OrganisationUnit, Clock.kind, CaseLetter)
            .join(Complaint, Complaint.id == Dispatch.complaint_id)
            .outerjoin(UnitMail, UnitMail.dispatch_id == Dispatch.id)
            .outerjoin(OrganisationUnit, OrganisationUnit.code == UnitMail.unit_code)
            .outerjoin(Clock, Clock.id == UnitMail.clock_id)
            .outerjoin(CaseLetter, CaseLetter.id == Dispatch.letter_id)
            .where(*_narrow(command), *list_readable_conditions(CaseFilter(), unit, actor))
        )
        newest = query.order_by(Dispatch.made_at.desc(), Dispatch.id)
        found = read_counted(newest, PageAsked(command.page), unit)
        contact = read_centre_contact(unit)
        logins = {login for row in found.rows for login in _logins(row[0], row[2]) if login}
        repeating = list_repeating([(row[0], row[2]) for row in found.rows], unit)
        texts = read_said_texts([row[0] for row in found.rows], unit)
        shown = _Shown(contact, map_people_names(unit, logins=logins), actor, unit, repeating, texts)
        return Page(tuple(_line(row, shown) for row in found.rows), found.number, found.total, found.has_more)


def _narrow(command: SearchNotices) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    untold = and_(
        Dispatch.purpose == DispatchPurpose.UNIT_NOTICE,
        Dispatch.state.in_(_CODE_IS_NEEDED),
        UnitMail.code_told_at.is_(None),
    )
    if command.group is NoticeGroup.TO_DECIDE:
        conditions.append(or_(Dispatch.state.in_(WAIT_FOR_PERSON), untold))
    elif command.group in _STATES:
        conditions.append(Dispatch.state.in_(_STATES[command.group]))
    if command.reader is not NoticeReader.ANYBODY:
        to_units = Dispatch.purpose.in_(TO_UNITS)
        conditions.append(to_units if command.reader is NoticeReader.UNITS else ~to_units)
    if text := command.text.strip().upper():
        conditions.append(Complaint.number.contains(text, autoescape=True))
    return conditions


def _logins(row: Dispatch, mail: UnitMail | None) -> tuple[str | None, ...]:
    return row.settled_by, None if mail is None else mail.code_told_by


@dataclass(frozen=True, slots=True)
class _Shown:
    """What all lines of a page are told with; `repeating` are the reminders that say a code again."""

    contact: CentreContact | None
    names: Mapping[str, str]
    actor: Actor
    unit: Unit
    repeating: frozenset[str]
    texts: SaidTexts


def _line(found: Any, shown: _Shown) -> NoticeLine:  # Any: a row of the query above
    row, of, mail, receiver, limit, letter = found
    may_write = writes(of, shown.actor)
    line = NoticeLine(
        id=row.id,
        complaint_id=row.complaint_id,
        number=of.number,
        purpose=row.purpose,
        way=row.way,
        state=row.state,
        text="" if mail is not None else _word(row, of.number, letter, shown),
        made_at=row.made_at,
        state_at=row.state_at,
        attempts=row.attempts,
        reason=row.reason,
        returned_on=row.returned_on,
        settled_by=shown.names.get(row.settled_by or ""),
        settled_note=row.settled_note,
        may_settle=row.state.waits_for_person and may_write,
        may_go_again=may_go_again(row),
        may_be_told=may_be_told(row),
        letter_id=row.letter_id,
        title=str(letter.content["title"]) if letter is not None and letter.content is not None else None,
    )
    if mail is None:
        return line
    told = MailedNow(row.purpose, mail, limit, "", shows_code=False, had_code=row.id in shown.repeating)
    is_untold = row.purpose is DispatchPurpose.UNIT_NOTICE and mail.code_told_at is None
    return replace(
        line,
        text=word_unit_mail(told, shown.contact, shown.texts.of(row, UNIT_MAIL_PAPER)).text,
        unit_name=receiver.name if receiver is not None else mail.unit_code,
        other_way=receiver.other_way if receiver is not None else None,
        sheet=f"/cases/{row.complaint_id}/{mail.request_table}s/{mail.request_id}/sheet",
        tells_code=is_untold and row.state in _CODE_IS_NEEDED and may_write,
        code_told=_code_told(mail, shown.names),
    )


def _word(row: Dispatch, number: str, letter: CaseLetter | None, shown: _Shown) -> str:
    contact = shown.contact
    if row.purpose is DispatchPurpose.DATA_INCIDENT:
        incident = shown.unit.session.get_one(DataIncident, row.subject)
        return word_incident(incident, number, contact, shown.texts.of(row, INCIDENT_PAPER)).text
    if letter is not None:
        return word_document(letter, number, contact, shown.texts.of(row, DOCUMENT_PAPER)).text
    if row.state is DispatchState.AWAITS_LETTER:
        return ""
    return word_notice(row.purpose, NoticeOf(number, contact, shown.texts.of(row, NOTICE_PAPER))).text


def _code_told(mail: UnitMail, names: Mapping[str, str]) -> CodeTold | None:
    if mail.code_told_at is None:
        return None
    return CodeTold(mail.code_told_at, names.get(mail.code_told_by or "", ""), mail.code_told_note or "")
