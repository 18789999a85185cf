"""Openings as pages tell them: the list, and one with each thing that was found in it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from models.case.complaint import Complaint
from models.case.opening import Found, Opening
from models.ground.codes import Channel
from models.ground.opening_codes import FoundState, NoComplaint, OpeningState
from services.access.readable_cases import list_readable_cases
from services.actor import Actor, require_role
from services.office.active_staff import list_active_staff
from services.office.people_names import list_people_options, map_people_names
from services.office.unit_options import Option
from services.openings.begin_opening import may_open
from services.openings.get_opening import OPENERS, get_opening
from services.unit_of_work import Unit, UnitOfWork
from services.views.counted_page import PageAsked, read_counted
from services.views.page import Page


@dataclass(frozen=True, slots=True)
class OpeningLine:
    """One opening. `waiting`: how many things of it still wait; `waits_for`: the login of who has to confirm it."""

    id: str
    sign: str
    channel: Channel
    place: str
    opened_at: datetime
    found: int
    openers: tuple[str, str]
    state: OpeningState
    state_at: datetime
    waiting: int
    waits_for: str | None
    withdrawn_by: str | None
    withdrawn_note: str | None


@dataclass(frozen=True, slots=True)
class FoundLine:
    """One thing. `complaint_id` and `number` are empty for a complaint that is not this person's to read."""

    no: int
    state: FoundState
    reason: NoComplaint | None
    note: str | None
    complaint_id: str | None
    number: str | None
    settled_by: str | None
    is_later: bool


@dataclass(frozen=True, slots=True)
class ReadOpening:
    """An opening with all that was found; `logins` are those of the two who opened it."""

    line: OpeningLine
    found: tuple[FoundLine, ...]
    logins: tuple[str, str]


def list_openings(page: int, unit_of_work: UnitOfWork, actor: Actor) -> Page[OpeningLine]:
    """The newest first."""
    require_role(actor, *OPENERS)
    with unit_of_work.reading() as unit:
        newest = select(Opening).order_by(Opening.opened_at.desc(), Opening.id)
        cut = read_counted(newest, PageAsked(page), unit)
        lines = _lines([row for (row,) in cut.rows], unit)
        return Page(lines, cut.number, cut.total, cut.has_more)


def read_opening(opening_id: str, unit_of_work: UnitOfWork, actor: Actor) -> ReadOpening:
    """NotFound for none."""
    with unit_of_work.reading() as unit:
        return tell_opening(opening_id, unit, actor)


def tell_opening(opening_id: str, unit: Unit, actor: Actor) -> ReadOpening:
    """The same in the caller's unit."""
    row = get_opening(opening_id, unit, actor)
    found = unit.session.scalars(select(Found).where(Found.opening_id == row.id).order_by(Found.no)).all()
    told = (*(one.settled_by for one in found if one.settled_by),)
    names = map_people_names(unit, logins=told)
    numbers = _map_numbers([one.complaint_id for one in found if one.complaint_id], unit, actor)
    lines = tuple(
        FoundLine(
            no=one.no,
            state=one.state,
            reason=one.reason,
            note=one.note,
            complaint_id=one.complaint_id if one.complaint_id in numbers else None,
            number=numbers.get(one.complaint_id or ""),
            settled_by=names.get(one.settled_by or ""),
            is_later=one.no > row.found,
        )
        for one in found
    )
    return ReadOpening(_lines([row], unit)[0], lines, (row.first_opener, row.second_opener))


def list_second_openers(unit_of_work: UnitOfWork, actor: Actor) -> list[Option]:
    """Who may be chosen as the second: everybody else who takes in complaints."""
    login = require_role(actor, *OPENERS)
    with unit_of_work.reading() as unit:
        people = [person for person in list_active_staff(unit) if may_open(person) and person.login != login]
        return list_people_options(people, unit)


def _lines(rows: Collection[Opening], unit: Unit) -> tuple[OpeningLine, ...]:
    ids = [row.id for row in rows]
    counted = (
        select(Found.opening_id, func.count())
        .where(Found.state == FoundState.WAITING, Found.opening_id.in_(ids))
        .group_by(Found.opening_id)
    )
    waiting: dict[str, int] = {opening: number for opening, number in unit.session.execute(counted)}
    names = map_people_names(unit, logins=_logins(rows))
    return tuple(
        OpeningLine(
            id=row.id,
            sign=row.sign,
            channel=row.channel,
            place=row.place,
            opened_at=row.opened_at,
            found=row.found,
            openers=(names.get(row.first_opener, ""), names.get(row.second_opener, "")),
            state=row.state,
            state_at=row.state_at,
            waiting=waiting.get(row.id, 0),
            waits_for=row.second_opener if row.state is OpeningState.BEGUN else None,
            withdrawn_by=names.get(row.withdrawn_by or ""),
            withdrawn_note=row.withdrawn_note,
        )
        for row in rows
    )


def _logins(rows: Iterable[Opening]) -> set[str]:
    told = (login for row in rows for login in (row.first_opener, row.second_opener, row.withdrawn_by))
    return {login for login in told if login}


def _map_numbers(complaint_ids: Collection[str], unit: Unit, actor: Actor) -> dict[str, str]:
    cases = unit.session.scalars(select(Complaint).where(Complaint.id.in_(complaint_ids))).all()
    readable = list_readable_cases(cases, unit, actor)
    return {case.id: case.number for case in cases if case.id in readable}
