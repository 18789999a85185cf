"""The rule in force: the latest row, or what the office begins with."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from models.office.recurrence_rule import RecurrenceRule
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class Rule:
    """So many complaints found true, received within so many days; `no` is the number of the version, 0 as delivered."""

    least_complaints: int = 5
    within_days: int = 90
    basis: str = "内部默认值"
    no: int = 0


def find_rule(unit: Unit) -> Rule:
    """What holds now."""
    row = unit.session.scalars(select(RecurrenceRule).order_by(RecurrenceRule.id.desc()).limit(1)).first()
    return Rule() if row is None else Rule(row.least_complaints, row.within_days, row.basis, row.id)
