"""What complaints are counted against: working days of the office, or transactions that were imported month by month."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, func, select

from models.clock.calendar_days import SATURDAY, CalendarYearMissing, WorkCalendar
from models.ground.measure_codes import MeasureBasis
from models.office.transaction_volume import TransactionVolume
from services.measures.spans import Days
from services.measures.subject import Subject
from services.office.load_calendar import load_calendar
from services.unit_of_work import Unit

# A rate is per so many.
PER = {MeasureBasis.WORKDAYS: 100, MeasureBasis.TRANSACTIONS: 1_000}


@dataclass(frozen=True, slots=True)
class Exposure:
    """Of the subject and of all others, in hundreds of working days or thousands of transactions."""

    own: float
    others: float


@dataclass(frozen=True, slots=True)
class Against:
    """By what, and of which units where it is by transactions: those that sent them for each month of all spans.

    Of a unit that began or ceased to send them neither transactions nor complaints count beside: the others' rate would rise
    or fall by that alone. None is all units.
    """

    basis: MeasureBasis
    units: frozenset[str] | None = None


class VolumesMissing(Exception):
    """For some month of the days no transactions of the subject, or of some unit that it is about, were imported."""


def find_against(days: Iterable[Days], basis: MeasureBasis, subject: Subject, unit: Unit) -> Against:
    """For the days of all spans together; VolumesMissing."""
    if basis is MeasureBasis.WORKDAYS:
        return Against(basis)
    table, months = TransactionVolume, _share_months(days, load_calendar(unit.session)).keys()
    in_force = (table.month.in_(months), table.replaced_at.is_(None))
    every = func.count(table.month.distinct()) == len(months)
    whole = select(table.unit).where(*in_force).group_by(table.unit).having(every)
    units = frozenset(unit.session.scalars(whole))
    own = select(table.unit).where(*in_force, *_is_of(subject)).distinct()
    if not units.issuperset(unit.session.scalars(own)):
        raise VolumesMissing
    return Against(basis, units)


def measure_exposure(days: Sequence[Days], against: Against, subject: Subject, unit: Unit) -> Exposure:
    """VolumesMissing where they are asked for and there are none; a month counts by the share of its working days."""
    calendar, per = load_calendar(unit.session), PER[against.basis]
    if against.units is None:
        worked = count_worked(days, calendar) / per
        return Exposure(worked, worked)
    shares, among = _share_months(days, calendar), [TransactionVolume.unit.in_(against.units)]
    own, everybody = _sum_months(shares, _is_of(subject), unit), _sum_months(shares, among, unit)
    return Exposure(own / per, (everybody - own) / per)


def count_worked(days: Iterable[Days], calendar: WorkCalendar) -> int:
    """Working days of these; where the calendar does not reach, days from Monday to Friday."""
    return sum(_is_worked(day, calendar) for first, last in days for day in _days(first, last))


def _days(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def _is_worked(day: date, calendar: WorkCalendar) -> bool:
    try:
        return calendar.is_workday(day)
    except CalendarYearMissing:
        return day.weekday() < SATURDAY


def _share_months(days: Iterable[Days], calendar: WorkCalendar) -> dict[date, float]:
    """How much of each month the days are."""
    worked: dict[date, int] = {}
    for first, last in days:
        for day in _days(first, last):
            month = day.replace(day=1)
            worked[month] = worked.get(month, 0) + _is_worked(day, calendar)
    return {month: number / max(1, _worked_in(month, calendar)) for month, number in worked.items()}


def _worked_in(month: date, calendar: WorkCalendar) -> int:
    next_month = (month + timedelta(days=31)).replace(day=1)
    return count_worked([(month, next_month - timedelta(days=1))], calendar)


def _is_of(subject: Subject) -> list[ColumnElement[bool]]:
    if subject.item:
        return [TransactionVolume.item == subject.item]
    return [TransactionVolume.unit == subject.unit] if subject.unit else []


def _sum_months(shares: Mapping[date, float], of: Sequence[ColumnElement[bool]], unit: Unit) -> float:
    table = TransactionVolume
    query = (
        select(table.month, func.sum(table.number))
        .where(table.month.in_(shares), table.replaced_at.is_(None), *of)
        .group_by(table.month)
    )
    volumes = {month: int(number) for month, number in unit.session.execute(query)}
    if shares.keys() - volumes.keys():
        raise VolumesMissing
    return sum(share * volumes[month] for month, share in shares.items())
