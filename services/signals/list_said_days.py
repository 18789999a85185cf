"""Days that somebody typed of what happened elsewhere, with when each was put on record.

Corrections of disposals, results of referrals that came from units outside, and of reviews by courts and authorities their
filing, outcome and that what they ask was done.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from models.beside.referral import Referral
from models.case.disposal import MatterDisposal
from models.case.outside_review import OutsideReview
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class SaidDay:
    """`what` is `correction`, `result`, `filing`, `outcome` or `done`; `key` is the record within the case."""

    complaint_id: str
    key: str
    what: str
    person: str
    day: date
    recorded: datetime


def list_said_days(ids: Sequence[str], unit: Unit) -> Iterator[SaidDay]:
    """Those of these cases that have both a day and a moment of their record."""
    yield from _list_corrections(ids, unit)
    yield from _list_results(ids, unit)
    yield from _list_outside(ids, unit)


def _list_corrections(ids: Sequence[str], unit: Unit) -> Iterator[SaidDay]:
    row = MatterDisposal
    rows = unit.session.execute(
        select(row.id, row.complaint_id, row.proven_by, row.done_on, row.proven_at).where(
            row.complaint_id.in_(ids), row.done_on.is_not(None)
        )
    )
    for one, case, person, day, at in rows:
        if person is not None and day is not None and at is not None:
            yield SaidDay(case, f"c{one}", "correction", person, day, at)


def _list_results(ids: Sequence[str], unit: Unit) -> Iterator[SaidDay]:
    row = Referral
    rows = unit.session.execute(
        select(row.id, row.complaint_id, row.result_by, row.result_on, row.result_at).where(
            row.complaint_id.in_(ids), row.result_on.is_not(None)
        )
    )
    for one, case, person, day, at in rows:
        if person is not None and day is not None and at is not None:
            yield SaidDay(case, f"r{one}", "result", person, day, at)


def _list_outside(ids: Sequence[str], unit: Unit) -> Iterator[SaidDay]:
    """Up to three of each: a letter after its id tells them apart."""
    for row in unit.session.scalars(select(OutsideReview).where(OutsideReview.complaint_id.in_(ids))):
        told = (
            ("filing", row.recorded_by, row.filed_on, row.recorded_at),
            ("outcome", row.outcome_by, row.decided_on, row.outcome_at),
            ("done", row.done_by, row.done_on, row.done_at),
        )
        for what, person, day, at in told:
            if person is not None and day is not None and at is not None:
                yield SaidDay(row.complaint_id, f"{what[0]}{row.id}", what, person, day, at)
