"""Each time that something was told or found true of one unit and item, by its problem type and by its main cause.

It says in SQL what the ledger is narrowed by (services/ledger/entry_filter.py), over all units and items at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import groupby
from typing import Any

from sqlalchemy import (
    ColumnElement,
    String,
    Subquery,
    and_,
    case,
    exists,
    func,
    literal,
    or_,
    select,
    type_coerce,
    union_all,
)

from models.case.complaint import Complaint
from models.case.matter import Matter
from models.case.matter_cause import MatterCause
from models.case.respondent import Respondent
from models.clock.legal_time import beijing_date
from models.ground.codes import TRUE_AT_LEAST_IN_PART
from models.office.staff import Staff
from services.ledger.about import about_unit, is_settled
from services.ledger.entry_filter import is_counted_once
from services.unit_of_work import Unit

_AT_ONCE = 2_000
_FLAGS = ("is_true", "is_told")


class RecursBy(StrEnum):
    """What makes complaints of one unit and item the same."""

    PROBLEM = "problem"
    CAUSE = "cause"


@dataclass(frozen=True, slots=True, order=True)
class GroupKey:
    """Codes of unit and item (empty where none is on record), and either a problem type or a cause; the other is empty."""

    unit: str
    item: str
    problem: str = ""
    cause: str = ""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One complaint of a group, by its Beijing day of receipt; findings may come to what nobody told."""

    day: date
    is_true: bool
    is_told: bool = True


@dataclass(frozen=True, slots=True)
class OccurrencesAsked:
    """Complaints received since then, in groups of which at least so many are found true."""

    since: datetime
    least: int
    by: tuple[RecursBy, ...] = tuple(RecursBy)


def list_occurrences(
    asked: OccurrencesAsked, conditions: Sequence[ColumnElement[bool]], unit: Unit
) -> Iterator[tuple[GroupKey, list[Occurrence]]]:
    """Every group of which enough complaints are found true: all of them, by day.

    One statement, streamed. A complaint counts once in a group, a mass complaint once in all; `conditions` are on `complaint`.
    """
    once = select_once(asked, conditions)
    key = (once.c.unit, once.c.item, once.c.recurs_by, once.c.code)
    number = func.sum(once.c.is_true).over(partition_by=key).label("number")
    counted = select(*key, once.c["at"], *(once.c[flag] for flag in _FLAGS), number).subquery("counted")
    key = (counted.c.unit, counted.c.item, counted.c.recurs_by, counted.c.code)
    query = (
        select(*key, counted.c["at"], *(counted.c[flag] for flag in _FLAGS))
        .where(counted.c.number >= asked.least)
        .order_by(*key, counted.c["at"])
    )
    found = unit.session.execute(query.execution_options(yield_per=_AT_ONCE))
    for codes, told in groupby(found, key=lambda row: tuple(row[:4])):
        yield _key_of(*codes), [Occurrence(beijing_date(row[4]), bool(row[5]), bool(row[6])) for row in told]


def select_once(asked: OccurrencesAsked, conditions: Sequence[ColumnElement[bool]]) -> Subquery:
    """Each complaint once in each group: `unit`, `item`, `recurs_by`, `code`, `complaint`, `at`, `is_true`, `is_told`."""
    received = (Complaint.received_at >= asked.since, is_counted_once(), *conditions)
    parts = [part(received) for by in asked.by for part in _PARTS[by]]
    rows = union_all(*parts).subquery("told")
    key = (rows.c.unit, rows.c.item, rows.c.recurs_by, rows.c.code)
    return (
        select(
            *key, rows.c.complaint, func.min(rows.c.received_at, type_=Complaint.received_at.type).label("at")
        )
        .add_columns(*(func.max(rows.c[flag]).label(flag) for flag in _FLAGS))
        .group_by(*key, rows.c.complaint)
        .subquery("once")
    )


def select_found(by: RecursBy, since: datetime, conditions: Sequence[ColumnElement[bool]]) -> Subquery:
    """What was found true: `unit`, `item`, `code`, `complaint`, `received_at`; a complaint as often as that was found of it."""
    received = (Complaint.received_at >= since, is_counted_once(), *conditions)
    rows = union_all(*(part(received) for part in _PARTS[by] if part is not _of_told)).subquery("told")
    return select(rows).where(rows.c.is_true == 1).subquery("found")


def _key_of(unit_code: str, item: str, recurs_by: str, code: str) -> GroupKey:
    if recurs_by == RecursBy.CAUSE:
        return GroupKey(unit_code, item, cause=code)
    return GroupKey(unit_code, item, problem=code)


def _of_told(received: Sequence[ColumnElement[bool]]) -> Any:  # Any: a part of a union, never read alone
    """Matters by the problem type that was told."""
    told = _select(RecursBy.PROBLEM, type_coerce(Matter.category, String), (literal(0), literal(1)))
    return _beside_respondents(told).where(*received, *_about(), Matter.category.is_not(None))


def _of_found(received: Sequence[ColumnElement[bool]]) -> Any:  # Any: as above
    """Matters found true, by the problem type that was found."""
    found = _select(RecursBy.PROBLEM, type_coerce(Matter.category_found, String), (literal(1), literal(0)))
    is_true = (Matter.category_found.is_not(None), Matter.finding.in_(TRUE_AT_LEAST_IN_PART))
    return _beside_respondents(found).where(*received, *_about(), *is_true)


def _of_whole(received: Sequence[ColumnElement[bool]]) -> Any:  # Any: as above
    """The problem type of the whole complaint where no matter has it as its own."""
    of_case = Matter.complaint_id == Complaint.id
    is_found = exists().where(of_case, Matter.category_found == Complaint.category).correlate(Complaint)
    true = exists().where(of_case, Matter.finding.in_(TRUE_AT_LEAST_IN_PART)).correlate(Complaint)
    is_true = case((and_(true, ~is_found), 1), else_=0)
    own = exists().where(of_case, Matter.category == Complaint.category).correlate(Complaint)
    return (
        _select(RecursBy.PROBLEM, type_coerce(Complaint.category, String), (is_true, literal(1)))
        .join(Respondent, Respondent.complaint_id == Complaint.id)
        .outerjoin(Staff, Staff.login == Respondent.staff_id)
        .where(*received, *_about(), Complaint.category.is_not(None), ~own)
    )


def _of_causes(received: Sequence[ColumnElement[bool]]) -> Any:  # Any: as above
    """Matters found true by their main cause."""
    of_matter = and_(
        MatterCause.complaint_id == Matter.complaint_id,
        MatterCause.matter_no == Matter.no,
        MatterCause.is_main,
        MatterCause.ended_at.is_(None),
    )
    caused = _select(RecursBy.CAUSE, MatterCause.code, (literal(1), literal(1)))
    is_true = Matter.finding.in_(TRUE_AT_LEAST_IN_PART)
    return _beside_respondents(caused).join(MatterCause, of_matter).where(*received, *_about(), is_true)


_PARTS = {RecursBy.PROBLEM: (_of_told, _of_found, _of_whole), RecursBy.CAUSE: (_of_causes,)}


def _select(by: RecursBy, code: Any, flags: Any) -> Any:  # Any: as above
    """`flags` are whether it is true and whether it was told."""
    return select(
        literal(by.value, String).label("recurs_by"),
        code.label("code"),
        *(flag.label(name) for name, flag in zip(_FLAGS, flags, strict=True)),
        about_unit().label("unit"),
        func.coalesce(Respondent.item, "").label("item"),
        Complaint.id.label("complaint"),
        Complaint.received_at.label("received_at"),
    ).select_from(Complaint)


def _beside_respondents(rows: Any) -> Any:  # Any: as above
    """Each matter with those that it is about."""
    is_of_matter = or_(Respondent.matter_no.is_(None), Respondent.matter_no == Matter.no)
    return (
        rows.join(Matter, Matter.complaint_id == Complaint.id)
        .join(Respondent, and_(Respondent.complaint_id == Complaint.id, is_of_matter))
        .outerjoin(Staff, Staff.login == Respondent.staff_id)
    )


def _about() -> tuple[ColumnElement[bool], ...]:
    """Respondents that somebody confirmed, of whom a unit is known."""
    return Respondent.in_force(), is_settled(), about_unit().is_not(None)
