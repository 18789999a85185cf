"""Absences as pages tell them: to who records them, to who is away, and to who stands in."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, or_, select

from models.office.absence import Absence
from models.office.staff import Staff
from services.access.absence_rights import may_record_for
from services.actor import Actor, staff_id_of
from services.office.deputies import is_at_work
from services.office.people_names import list_people_options, map_people_names
from services.office.unit_options import Option
from services.unit_of_work import Unit, UnitOfWork


@dataclass(frozen=True, slots=True)
class AbsenceRow:
    """One absence by names; `has_begun` once the work was handed over, `is_mine` for who reads of himself."""

    absence_id: str
    name: str
    stand_in: str
    is_departure: bool
    from_day: date
    until_day: date | None
    reason: str | None
    has_begun: bool
    is_mine: bool


@dataclass(frozen=True, slots=True)
class AbsencesPage:
    """The open ones of the people for whom the reader may record, those people, and who may stand in.

    `deputies` is the usual deputy (AB角) of each of these people, by login.
    """

    rows: tuple[AbsenceRow, ...]
    people: tuple[Option, ...]
    stand_ins: tuple[Option, ...]
    deputies: dict[str, str]


def list_absences(unit_of_work: UnitOfWork, actor: Actor) -> AbsencesPage:
    """What the reader may see; empty for who stands above nobody."""
    login = staff_id_of(actor)
    with unit_of_work.reading() as unit:
        staff = unit.session.scalars(select(Staff).order_by(Staff.login)).all()
        people = [person for person in staff if may_record_for(person, actor, unit)]
        at_work = [person for person in staff if is_at_work(person)]
        rows = _list_open(Absence.staff_id.in_([person.login for person in people]), login, unit)
        names = map_people_names(unit)
        return AbsencesPage(
            rows=tuple(rows),
            people=tuple(list_people_options([row for row in people if is_at_work(row)], unit)),
            stand_ins=tuple(list_people_options(at_work, unit)),
            deputies={
                names[row.login]: names[row.deputy_id] for row in people if row.deputy_id and is_at_work(row)
            },
        )


def list_my_absences(unit_of_work: UnitOfWork, actor: Actor) -> tuple[AbsenceRow, ...]:
    """The word to both: the reader's own absences, and those in which he stands in or succeeds."""
    login = staff_id_of(actor)
    with unit_of_work.reading() as unit:
        mine = or_(Absence.staff_id == login, Absence.stand_in_id == login)
        return tuple(_list_open(mine, login, unit))


def _list_open(which: ColumnElement[bool], login: str, unit: Unit) -> list[AbsenceRow]:
    rows = unit.session.scalars(
        select(Absence)
        .where(which, Absence.ended_at.is_(None))
        .order_by(Absence.from_day, Absence.recorded_at)
    ).all()
    names = map_people_names(unit) if rows else {}
    return [
        AbsenceRow(
            absence_id=row.id,
            name=names[row.staff_id],
            stand_in=names[row.stand_in_id],
            is_departure=row.is_departure,
            from_day=row.from_day,
            until_day=row.until_day,
            reason=row.reason,
            has_begun=row.handed_over_at is not None,
            is_mine=row.staff_id == login,
        )
        for row in rows
    ]
