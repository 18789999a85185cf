"""Which complaints a measure is about, as conditions of the database: they say what the ledger says of the same codes.

A complaint counts once, however many of its matters are about it. Of a mass complaint the leading file counts, and files
with matters of their own, as in studies; what is for named readers alone counts nowhere: figures of measures are read by many.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import ColumnElement, and_, func, or_, select

from models.case.complaint import Complaint
from models.clock.legal_time import beijing_date
from models.ground.cause_codes import CauseCoding
from models.ground.codes import Category
from models.ground.measure_codes import MeasureOthers
from services.access.restricted import is_restricted
from services.ledger.about import about_unit, is_about, is_about_codes
from services.ledger.causes import CausesAsked, awaits_finding, is_found_true
from services.ledger.entry_filter import EntriesAsked, is_counted_once, list_entry_conditions
from services.ledger.received import count_where, received_within
from services.measures.spans import Days
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class Subject:
    """A problem type, a unit, an item and a cause, each open where it has no code.

    Beside a problem type it is any cause that was coded; without one the main cause of a matter about unit and item, as in
    studies.
    """

    category: Category | None = None
    unit: str = ""
    item: str = ""
    cause: str = ""

    @property
    def kind(self) -> Subject:
        """The same at all places: of the type, by the cause where the type is open, and all where both are."""
        return Subject(cause=self.cause) if self.category is None else Subject(self.category)


@dataclass(frozen=True, slots=True)
class Beside:
    """The complaints beside the subject: which, and about which units (None: about whatever)."""

    others: MeasureOthers
    units: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """Complaints that came in on some days: `found` true at least in part, `open` undecided, `told` all, `others` beside them.

    Nobody tells a cause: `told` of a subject without a problem type are all about its unit and item.
    """

    found: int
    open: int
    told: int
    others: int


def count_seen(days: Days, subject: Subject, beside: Beside, unit: Unit) -> Seen:
    """Of complaints received from the first to the last of the Beijing days; two statements."""
    told = _is_told(subject, unit)
    found = _is_found(subject, unit)
    # It may yet be found of what nobody has decided; of what is true and has no cause on record it may be this one.
    may_be: list[ColumnElement[bool]] = [and_(Complaint.closed_at.is_(None), awaits_finding())]
    if subject.cause:
        may_be += CausesAsked(coding=CauseCoding.UNCODED).list_conditions()
    undecided = and_(told, ~found, or_(*may_be))
    numbers = select(count_where(found), count_where(undecided), count_where(told)).select_from(Complaint)
    # What was told of another type may be found to be of this one.
    row = unit.session.execute(numbers.where(*_within(days), or_(told, found))).one()
    others = select(func.count()).select_from(Complaint)
    others_seen = unit.session.scalar(others.where(*_within(days), *_of_others(subject, beside, unit)))
    return Seen(*row, others_seen or 0)


def find_first_day(unit: Unit) -> date | None:
    """The Beijing day of the first complaint on record; None before there is any."""
    first = unit.session.scalar(select(func.min(Complaint.received_at)))
    return None if first is None else beijing_date(first)


def _of_others(subject: Subject, beside: Beside, unit: Unit) -> list[ColumnElement[bool]]:
    is_same_type = beside.others is MeasureOthers.SAME_TYPE
    found = _is_found(subject.kind, unit) if is_same_type else is_found_true()
    about = [] if beside.units is None else [is_about(about_unit().in_(beside.units))]
    return [found, ~_is_found(subject, unit), *about]


def _is_told(subject: Subject, unit: Unit) -> ColumnElement[bool]:
    if subject.category is None:
        return is_about_codes(subject.unit, subject.item)
    return _holds(EntriesAsked(problem=subject.category), subject, unit)


def _is_found(subject: Subject, unit: Unit) -> ColumnElement[bool]:
    """True at least in part, and by its cause where one is given."""
    if subject.category is not None:
        causes = CausesAsked(cause=subject.cause or None).list_conditions()
        return and_(_holds(EntriesAsked(problem=subject.category, problem_true=True), subject, unit), *causes)
    if subject.cause:
        return _holds(EntriesAsked(true_cause=subject.cause), subject, unit)
    return and_(is_found_true(), is_about_codes(subject.unit, subject.item))


def _holds(asked: EntriesAsked, subject: Subject, unit: Unit) -> ColumnElement[bool]:
    """As the ledger is asked for it, at the unit and item of the subject."""
    at_place = replace(asked, problem_unit=subject.unit, problem_item=subject.item)
    return and_(*list_entry_conditions(at_place, unit.clock.now()))


def _within(days: Days) -> tuple[ColumnElement[bool], ...]:
    return *received_within(*days), ~is_restricted(), is_counted_once()
