"""The notices to complainants, of the cases that the person may read: what waits for somebody first of all."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, select

from models.case.complaint import Complaint
from models.case.dispatch import Dispatch
from models.ground.dispatch_codes import WAIT_FOR_PERSON, DispatchPurpose, DispatchState
from models.ground.ways import Way
from services.access.case_writers import writes
from services.actor import Actor
from services.dispatch.notice_words import word_notice
from services.office.centre_contact import read_centre_contact
from services.office.people_names import map_people_names
from services.unit_of_work import UnitOfWork
from services.views.case_filter import CaseFilter
from services.views.cases import list_readable_conditions
from services.views.counted_page import PageAsked, read_counted
from services.views.page import Page


class NoticeGroup(StrEnum):
    """What a list is narrowed to: what somebody has to decide on, what leaves by itself, what is done, or all."""

    TO_DECIDE = "to_decide"
    LEAVING = "leaving"
    DONE = "done"
    ALL = "all"


_STATES = {
    NoticeGroup.TO_DECIDE: WAIT_FOR_PERSON,
    NoticeGroup.LEAVING: (DispatchState.WAITING, DispatchState.SENDING),
    NoticeGroup.DONE: (DispatchState.TAKEN, DispatchState.TOLD, DispatchState.DROPPED),
}


@dataclass(frozen=True, slots=True)
class SearchNotices:
    """`text` is any part of the complaint's number."""

    group: NoticeGroup = NoticeGroup.TO_DECIDE
    text: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One notice; `text` is what it says, `reason` what the carrier said, `settled_by` the name of who decided and his note.

    `may_settle`: it waits for a person, and this one may decide.
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


def list_notices(command: SearchNotices, unit_of_work: UnitOfWork, actor: Actor) -> Page[NoticeLine]:
    """A page of them, the newest first; nobody's address is in it."""
    with unit_of_work.reading() as unit:
        conditions: list[ColumnElement[bool]] = [
            Dispatch.complaint_id == Complaint.id,
            *list_readable_conditions(CaseFilter(), unit, actor),
        ]
        if command.group in _STATES:
            conditions.append(Dispatch.state.in_(_STATES[command.group]))
        if text := command.text.strip().upper():
            conditions.append(Complaint.number.contains(text, autoescape=True))
        query = select(Dispatch, Complaint).where(*conditions)
        newest = query.order_by(Dispatch.made_at.desc(), Dispatch.id)
        found = read_counted(newest, PageAsked(command.page), unit)
        contact = read_centre_contact(unit)
        names = map_people_names(unit, logins={row.settled_by for row, _ in found.rows if row.settled_by})
        lines = tuple(
            NoticeLine(
                id=row.id,
                complaint_id=row.complaint_id,
                number=of.number,
                purpose=row.purpose,
                way=row.way,
                state=row.state,
                text=word_notice(row.purpose, of.number, contact).text,
                made_at=row.made_at,
                state_at=row.state_at,
                attempts=row.attempts,
                reason=row.reason,
                returned_on=row.returned_on,
                settled_by=names.get(row.settled_by or ""),
                settled_note=row.settled_note,
                may_settle=row.state.waits_for_person and writes(of, actor),
            )
            for row, of in found.rows
        )
        return Page(lines, found.number, found.total, found.has_more)
