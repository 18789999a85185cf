"""Numbers of a study, counted from the database: nothing is decided by the store of figures.

A complaint counts once, by the day on which it was received. Of a mass complaint the leading file counts and no other; what is
for named readers alone counts nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Integer, and_, cast, exists, func, select

from models.case.complaint import Complaint
from models.case.complaint_group import GroupMember
from models.case.matter import Matter
from models.case.respondent import Respondent
from models.clock.legal_time import at_time
from models.ground.codes import TRUE_AT_LEAST_IN_PART
from services.access.restricted import is_restricted
from services.ledger.about import about_unit, is_about
from services.ledger.entry_filter import EntriesAsked, list_entry_conditions
from services.studies.subject import Subject
from services.unit_of_work import Unit

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Seen:
    """Complaints received on some days: `told` all about it, `found` true at least in part, `open` not decided yet."""

    since: date
    until: date
    told: int
    found: int
    open: int


def count_seen(subject: Subject, since: date, until: date, unit: Unit) -> Seen:
    """From the first to the last of these Beijing days; one statement."""
    told, found = _is_told(subject, unit), _is_found(subject, unit)
    still_open = and_(~found, Complaint.closed_at.is_(None))
    counted = select(func.count(), _number(found), _number(still_open)).select_from(Complaint)
    row = unit.session.execute(counted.where(*received_within(since, until), counts_once(), told)).one()
    return Seen(since, until, int(row[0]), int(row[1] or 0), int(row[2] or 0))


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


def received_within(since: date, until: date) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """From the first to the last of these Beijing days."""
    return Complaint.received_at >= at_time(since, "00:00"), Complaint.received_at < at_time(
        until + _DAY, "00:00"
    )


def counts_once() -> ColumnElement[bool]:
    """No file for named readers alone, and none that follows the leading one of a mass complaint."""
    follows = exists().where(GroupMember.complaint_id == Complaint.id, GroupMember.left_at.is_(None))
    return and_(~is_restricted(), ~follows)


def _as_json(seen: Seen) -> dict[str, object]:
    return asdict(seen) | {"since": seen.since.isoformat(), "until": seen.until.isoformat()}


def _is_told(subject: Subject, unit: Unit) -> ColumnElement[bool]:
    return and_(*_conditions(subject, unit, true=False))


def _is_found(subject: Subject, unit: Unit) -> ColumnElement[bool]:
    return and_(*_conditions(subject, unit, true=True))


def _conditions(subject: Subject, unit: Unit, *, true: bool) -> list[ColumnElement[bool]]:
    """As the ledger is asked for the same codes."""
    if subject.category is not None:
        asked = EntriesAsked(
            problem=subject.category, problem_unit=subject.unit, problem_item=subject.item, problem_true=true
        )
        return list_entry_conditions(asked, unit.clock.now())
    named = [
        column == code
        for column, code in ((about_unit(), subject.unit), (Respondent.item, subject.item))
        if code
    ]
    is_true = exists().where(Matter.complaint_id == Complaint.id, Matter.finding.in_(TRUE_AT_LEAST_IN_PART))
    return [*([is_about(*named)] if named else []), *([is_true] if true else [])]


def _number(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(cast(condition, Integer))
