"""Units with their work, days, people and what is to be expected of the coming four weeks; and one unit person by person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from models.clock.calendar_days import CalendarYearMissing
from models.clock.legal_time import beijing_date
from models.ground.codes import APART_ROLES, Role
from models.ground.errors import NotFound
from models.office.qualification import Qualification
from models.office.staff import Staff
from models.office.unit import OrganisationUnit
from services.actor import Actor
from services.capacity.count_work import (
    DAYS_A_WEEK,
    PersonWork,
    UnitWork,
    count_people,
    count_units,
    monday_of,
)
from services.capacity.forecast import LEAST_WEEKS, USUAL_DAYS, WEEKS, Forecast, Week, forecast
from services.capacity.working_days import Days, WorkPlan, read_work_plan
from services.office.people_names import map_people_names
from services.office.unit_options import CENTRE_KINDS, map_unit_names
from services.performance.who_sees import Sight, read_sight
from services.unit_of_work import Unit, UnitOfWork

HORIZON = WEEKS * DAYS_A_WEEK
# Who works on complaints: their days are the unit's for complaints.
HANDLING = frozenset(
    role.value for role in (Role.INTAKE, Role.INVESTIGATOR, Role.APPROVER, Role.UNIT_REP, Role.RETURN_VISIT)
)
# Fewer ended ones say nothing of how many a unit can end.
LEAST_ENDED = 8


@dataclass(frozen=True, slots=True)
class UnitStaffing:
    """`capacity`: as many complaints as its people could end in four weeks, None where too few were ended to say so;
    `qualified_capacity` the same by those whose qualification holds until then. `days` are theirs together."""

    code: str
    people: int
    handlers: int
    qualified: int
    open_cases: int
    overdue: int
    ended: int
    days: int | None
    forecast: Forecast | None
    capacity: float | None
    qualified_capacity: float | None

    @property
    def is_beyond(self) -> bool:
        """Whether more is expected than its people could end; nobody ends anything."""
        if not self.handlers and self.open_cases:
            return True
        return (
            self.forecast is not None and self.capacity is not None and self.forecast.expected > self.capacity
        )

    @property
    def may_be_beyond(self) -> bool:
        """Whether the upper end of the interval is more than that."""
        return self.forecast is not None and self.capacity is not None and self.forecast.high > self.capacity

    @property
    def lacks_qualified(self) -> bool:
        """Whether those who are qualified could not end what is expected, though all together could."""
        if self.forecast is None or self.qualified_capacity is None or self.is_beyond:
            return False
        return self.forecast.expected > self.qualified_capacity


@dataclass(frozen=True, slots=True)
class StaffingPage:
    """`office` is of all complaints; `weeks` how many whole weeks are on record, `least_weeks` how many a forecast needs."""

    units: Sequence[UnitStaffing]
    office: Forecast | None
    weeks: int
    least_weeks: int
    until: date
    unit_names: Mapping[str, str]
    sees_all: bool
    login: str


@dataclass(frozen=True, slots=True)
class PersonStaffing:
    """One person; `is_qualified` None where nothing is on record of him, `expired` how many records ended."""

    login: str
    handles: bool
    open_cases: int
    open_tasks: int
    done_tasks: int
    ended_cases: int
    days: Days | None
    is_qualified: bool | None
    expired: int


@dataclass(frozen=True, slots=True)
class UnitPeoplePage:
    """People of one unit by login."""

    unit: UnitStaffing
    unit_name: str
    people: Sequence[PersonStaffing]
    names: Mapping[str, str]
    until: date


def read_staffing(unit_of_work: UnitOfWork, actor: Actor) -> StaffingPage:
    """All units for who supervises, his own for who heads one; others find none."""
    with unit_of_work.reading() as unit:
        sight, office = read_sight(unit, actor), _read_office(unit)
        codes = [code for code in _list_codes(office, unit) if sight.sees_all or code in sight.leads]
        return StaffingPage(
            units=[_tell_unit(code, office) for code in codes],
            office=_expect(office.work.all_came, office) if sight.sees_all else None,
            weeks=len(office.work.all_came),
            least_weeks=LEAST_WEEKS,
            until=office.until,
            unit_names=map_unit_names(unit),
            sees_all=sight.sees_all,
            login=sight.login,
        )


def read_unit_people(unit_code: str, unit_of_work: UnitOfWork, actor: Actor) -> UnitPeoplePage:
    """For who supervises or heads the unit; NotFound for others and where nobody works and nothing waits."""
    with unit_of_work.reading() as unit:
        _require_leading(unit_code, read_sight(unit, actor))
        office = _read_office(unit)
        if unit_code not in _list_codes(office, unit):
            raise NotFound
        work = count_people(unit)
        people = office.staff.get(unit_code, ())
        return UnitPeoplePage(
            _tell_unit(unit_code, office),
            map_unit_names(unit).get(unit_code, unit_code),
            [_tell_person(person, work, office) for person in people],
            map_people_names(unit, logins=[person.login for person in people]),
            office.until,
        )


def read_staffing_of(
    unit_code: str, login: str | None, unit_of_work: UnitOfWork, actor: Actor
) -> UnitStaffing | PersonStaffing | None:
    """Of a person of the unit, or of the unit where `login` is None; None for who may not see it, and where nobody works now."""
    with unit_of_work.reading() as unit:
        sight = read_sight(unit, actor)
        if not (sight.sees_all or unit_code in sight.leads or login == sight.login):
            return None
        office = _read_office(unit)
        if login is None:
            return _tell_unit(unit_code, office) if unit_code in _list_codes(office, unit) else None
        found = [person for person in office.staff.get(unit_code, ()) if person.login == login]
        return _tell_person(found[0], count_people(unit), office) if found else None


def _list_codes(office: _Office, unit: Unit) -> list[str]:
    """Units with people, and those of the centre that complaints lie with or came to though nobody is left there."""
    centre = select(OrganisationUnit.code).where(OrganisationUnit.kind.in_(CENTRE_KINDS))
    left = {*office.work.open_cases, *office.work.came} - office.staff.keys()
    return sorted({*office.staff, *(left & {*unit.session.scalars(centre)})})


@dataclass(frozen=True, slots=True)
class _Office:
    staff: Mapping[str, Sequence[Staff]]
    work: UnitWork
    plan: WorkPlan
    records: Mapping[str, Sequence[Qualification]]
    today: date

    @property
    def until(self) -> date:
        return self.today + timedelta(days=HORIZON)


def _require_leading(unit_code: str, sight: Sight) -> None:
    if not (sight.sees_all or unit_code in sight.leads):
        raise NotFound


def _read_office(unit: Unit) -> _Office:
    today, staff = beijing_date(unit.clock.now()), defaultdict[str, list[Staff]](list)
    for person in unit.session.scalars(select(Staff).where(Staff.active.is_(True)).order_by(Staff.login)):
        if not APART_ROLES.intersection(person.roles):
            staff[person.unit].append(person)
    records = defaultdict[str, list[Qualification]](list)
    for row in unit.session.scalars(select(Qualification).where(Qualification.superseded_at.is_(None))):
        records[row.staff_id].append(row)
    work = count_units(unit)
    since = monday_of(today) - timedelta(weeks=len(work.all_came))
    return _Office(staff, work, read_work_plan(since, unit), records, today)


def _tell_unit(code: str, office: _Office) -> UnitStaffing:
    people, ended = office.staff.get(code, ()), office.work.ended.get(code, ())
    handlers = [person.login for person in people if HANDLING & set(person.roles)]
    qualified = [login for login in handlers if _holds(login, office)]
    days, of_qualified = _sum_days(handlers, office), _sum_days(qualified, office)
    best = _find_best(handlers, ended, office)
    has_records = any(office.records.get(login) for login in handlers)
    return UnitStaffing(
        code=code,
        people=len(people),
        handlers=len(handlers),
        qualified=len(qualified),
        open_cases=office.work.open_cases[code],
        overdue=office.work.overdue[code],
        ended=sum(ended[-WEEKS:]),
        days=days,
        forecast=_expect(office.work.came.get(code, [0] * len(office.work.all_came)), office),
        capacity=None if best is None or days is None else best * days,
        qualified_capacity=best * of_qualified
        if best is not None and of_qualified is not None and has_records
        else None,
    )


def _expect(counts: Sequence[int], office: _Office) -> Forecast | None:
    """A calendar that does not reach so far back or ahead is taken for ordinary weeks."""
    first = monday_of(office.today) - timedelta(weeks=len(counts), days=1)
    starts = [first + timedelta(weeks=no) for no in range(len(counts))]
    weeks = [
        Week(count, _count_workdays(start, start + timedelta(days=DAYS_A_WEEK), office))
        for count, start in zip(counts, starts, strict=True)
    ]
    return forecast(weeks, _count_workdays(office.today, office.until, office))


def _count_workdays(after: date, through: date, office: _Office) -> int:
    try:
        return office.plan.calendar.count_workdays(after, through)
    except CalendarYearMissing:
        return (through - after).days * USUAL_DAYS // DAYS_A_WEEK


def _sum_days(logins: Sequence[str], office: _Office) -> int | None:
    total = 0
    for login in logins:
        days = office.plan.count(login, office.today, office.until)
        if days is None:
            return None
        total += days.worked
    return total


def _find_best(logins: Sequence[str], ended: Sequence[int], office: _Office) -> float | None:
    """Complaints ended a working day of its people in its best four weeks: what it ended in others may be all that came.

    Blocks of four weeks beside each other, back from the last; None where LEAST_ENDED were never ended in one.
    """
    best: float | None = None
    monday = monday_of(office.today)
    for back in range(len(ended) // WEEKS):
        through = monday - timedelta(days=1 + back * HORIZON)
        block = sum(ended[len(ended) - (back + 1) * WEEKS : len(ended) - back * WEEKS])
        days = [office.plan.count(login, through - timedelta(days=HORIZON), through) for login in logins]
        worked = sum(one.worked for one in days if one is not None)
        if block >= LEAST_ENDED and worked and None not in days:
            best = max(best or 0.0, block / worked)
    return best


def _holds(login: str, office: _Office) -> bool:
    """Whether a record of the person holds from today through the four weeks."""
    return any(
        row.is_valid_on(office.today) and row.is_valid_on(office.until)
        for row in office.records.get(login, ())
    )


def _tell_person(person: Staff, work: PersonWork, office: _Office) -> PersonStaffing:
    records = office.records.get(person.login, ())
    return PersonStaffing(
        login=person.login,
        handles=bool(HANDLING & set(person.roles)),
        open_cases=work.open_cases[person.login],
        open_tasks=work.open_tasks[person.login],
        done_tasks=work.done_tasks[person.login],
        ended_cases=work.ended_cases[person.login],
        days=office.plan.count(person.login, office.today, office.until),
        is_qualified=_holds(person.login, office) if records else None,
        expired=sum(row.valid_until is not None and row.valid_until < office.today for row in records),
    )
