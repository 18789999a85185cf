"""What the ledger is narrowed by where figures count by it: hour and weekday of receipt, and what is not on record.

The conditions say the same as the columns of the row (services/ledger/acceptance.py), so that a number of the figures opens as
many rows.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ColumnElement, SQLColumnExpression, case, cast, exists, extract, true

from models.case.complaint import Complaint
from models.case.matter import Matter
from models.case.matter_cause import MatterCause
from models.case.respondent import Respondent
from services.ledger.about import about_unit, is_about
from services.ledger.causes import is_caused_by, is_found_true

_HOUR, _DAY = 3_600, 86_400
# Beijing is ahead of UTC by this; it has no summer time.
_AHEAD = 8 * _HOUR
# The first day of the epoch was a Thursday; Monday is 0.
_FIRST_WEEKDAY = 3


class WithoutAsked(StrEnum):
    """What may be asked for as missing: columns of the ledger."""

    CATEGORY = "category"
    HANDLING_UNIT = "handling_unit"
    OUTCOME = "outcome"
    RESPONDENT_UNITS = "respondent_units"
    WINDOWS = "windows"
    ITEMS = "items"
    FINDING = "finding"
    CAUSE_CODING = "cause_coding"
    CAUSE_ROOTS = "cause_roots"
    MAIN_CAUSES = "main_causes"
    CAUSES = "causes"


@dataclass(frozen=True, slots=True)
class FieldsAsked:
    """Beijing weekday (Monday is 0) and hour of receipt, and a column in which nothing is on record."""

    weekday: int | None = None
    hour: int | None = None
    without: WithoutAsked | None = None

    def by_codes(self) -> dict[str, object]:
        """What is asked for, as JSON; nothing that is not."""
        return {name: value for name, value in asdict(self).items() if value is not None}


NO_FIELDS = FieldsAsked()


def list_field_conditions(asked: FieldsAsked) -> list[ColumnElement[bool]]:
    """All of them hold for a row that is asked for."""
    conditions: list[ColumnElement[bool]] = []
    if asked.weekday is not None:
        days = _seconds(Complaint.received_at) // _DAY
        conditions.append((days + _FIRST_WEEKDAY) % 7 == asked.weekday)
    if asked.hour is not None:
        conditions.append(_seconds(Complaint.received_at) // _HOUR % 24 == asked.hour)
    if asked.without is not None:
        conditions.append(_is_without(asked.without))
    return conditions


def _is_without(asked: WithoutAsked) -> ColumnElement[bool]:
    """An empty code is none, as in the column of several."""
    of_case = {
        WithoutAsked.CATEGORY: Complaint.category,
        WithoutAsked.HANDLING_UNIT: Complaint.handling_unit,
        WithoutAsked.OUTCOME: Complaint.outcome,
    }
    if asked in of_case:
        return of_case[asked].is_(None)
    if asked is WithoutAsked.FINDING:
        return ~exists().where(Matter.complaint_id == Complaint.id, Matter.finding.is_not(None))
    if asked is WithoutAsked.CAUSE_CODING:
        return ~is_found_true()
    if asked in (WithoutAsked.CAUSE_ROOTS, WithoutAsked.MAIN_CAUSES, WithoutAsked.CAUSES):
        is_asked = MatterCause.is_main.expression if asked is WithoutAsked.MAIN_CAUSES else true()
        return ~is_caused_by(is_asked)
    named: dict[WithoutAsked, ColumnElement[str | None]] = {
        WithoutAsked.RESPONDENT_UNITS: about_unit(),
        WithoutAsked.WINDOWS: Respondent.window.expression,
        WithoutAsked.ITEMS: Respondent.item.expression,
    }
    return ~is_about(named[asked] != "")


def _seconds(moment: SQLColumnExpression[datetime]) -> ColumnElement[int]:
    """Whole seconds of Beijing time since 1970; a part of a second is cut off, also where the database rounds."""
    told = extract("epoch", moment)
    whole = cast(told, BigInteger)
    return whole - case((whole > told, 1), else_=0) + _AHEAD
