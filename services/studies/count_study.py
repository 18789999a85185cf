"""Numbers of a study, counted from the database: nothing is decided by the store of figures.

A complaint counts once, by the day on which it was received. Of a mass complaint the leading file counts, and files with matters
of their own; what is for named readers alone counts nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, literal, or_, select

from models.case.complaint import Complaint
from services.access.restricted import is_restricted
from services.ledger.about import is_about_codes
from services.ledger.causes import awaits_finding, is_found_true
from services.ledger.entry_filter import EntriesAsked, is_counted_once, list_entry_conditions
from services.ledger.received import count_where, received_within
from services.studies.subject import Subject
from services.unit_of_work import Unit

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Seen:
    """Complaints received on some days: `told` of it, `found` true at least in part, `open` where a matter has no finding yet.

    Nobody tells a cause: `told` are all about its unit and item.
    """

    since: date
    until: date
    told: int
    found: int
    open: int


def count_seen(subject: Subject, since: date, until: date, unit: Unit) -> Seen:
    """From the first to the last of these Beijing days; one statement."""
    told, found = (
        and_(literal(value=True), *_conditions(subject, unit, true=true)) for true in (False, True)
    )
    still_open = and_(told, ~found, Complaint.closed_at.is_(None), awaits_finding())
    counted = select(count_where(told), count_where(found), count_where(still_open)).select_from(Complaint)
    # What was told of another type may be found to be of this one.
    within = (*received_within(since, until), ~is_restricted(), is_counted_once(), or_(told, found))
    return Seen(since, until, *unit.session.execute(counted.where(*within)).one())


def count_figures(subject: Subject, since: date, until: date, unit: Unit) -> dict[str, object]:
    """As JSON: these days (`seen`) and as many before them (`before`)."""
    length = until - since + _DAY
    seen = count_seen(subject, since, until, unit)
    before = count_seen(subject, since - length, since - _DAY, unit)
    return {"seen": _as_json(seen), "before": _as_json(before)}


def read_seen(figures: Mapping[str, object], name: str) -> Seen:
    """One part of what `count_figures` gave."""
    told = figures[name]
    if not isinstance(told, Mapping):
        raise TypeError(name)
    since, until = (date.fromisoformat(str(told[day])) for day in ("since", "until"))
    return Seen(since, until, *(int(str(told[number])) for number in ("told", "found", "open")))


def _as_json(seen: Seen) -> dict[str, object]:
    return asdict(seen) | {"since": seen.since.isoformat(), "until": seen.until.isoformat()}


def _conditions(subject: Subject, unit: Unit, *, true: bool) -> list[ColumnElement[bool]]:
    """As the ledger is asked for the same codes."""
    if subject.cause and true:
        caused = EntriesAsked(true_cause=subject.cause, problem_unit=subject.unit, problem_item=subject.item)
        return list_entry_conditions(caused, unit.clock.now())
    if subject.category is not None:
        asked = EntriesAsked(
            problem=subject.category, problem_unit=subject.unit, problem_item=subject.item, problem_true=true
        )
        return list_entry_conditions(asked, unit.clock.now())
    return [is_about_codes(subject.unit, subject.item), *([is_found_true()] if true else [])]
