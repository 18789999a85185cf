"""All time limits of the office, with those that have been replaced and those that come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from models.clock.time_limit_policy import TimeLimitPolicy
from services.clocks.legal_cap import LegalCap, find_legal_cap
from services.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class LimitRow:
    """One limit from its day on; `complexity` is empty where it holds for every class, `cap` None where no cap is known."""

    key: str
    complexity: str
    amount: int
    unit: str
    effective_from: date
    basis: str
    certainty: str
    approved_by: str
    cap: LegalCap | None


def list_time_limits(unit_of_work: UnitOfWork) -> list[LimitRow]:
    """By key and class, the newest first."""
    with unit_of_work.reading() as unit:
        rows = unit.session.scalars(select(TimeLimitPolicy)).all()
        limits = [
            LimitRow(
                key=row.key,
                complexity="" if row.complaint_class is None else row.complaint_class.value,
                amount=row.amount,
                unit=row.unit,
                effective_from=row.effective_from,
                basis=row.basis,
                certainty=row.certainty,
                approved_by=row.approved_by or "",
                cap=find_legal_cap(row.key),
            )
            for row in rows
        ]
    return sorted(limits, key=lambda row: (row.key, row.complexity, -row.effective_from.toordinal()))
