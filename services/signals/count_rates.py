"""Of how many records each rule was asked in the last year, and for how many it fired, by person."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from sqlalchemy import ColumnElement, func, select

from models.case.complaint import Complaint
from models.clock.legal_time import beijing_date
from models.office.falsification_signal import SignalExposure
from services.access.restricted import is_restricted
from services.signals.rank_people import Rate
from services.unit_of_work import Unit

YEAR_DAYS = 365


def count_rates(unit: Unit) -> list[Rate]:
    """Files for named readers alone are in none."""
    closed = select(Complaint.id).where(is_restricted())
    return _count(SignalExposure.complaint_id.not_in(closed), unit)


def count_of_cases(ids: Collection[str], unit: Unit) -> Sequence[Rate]:
    """The same of these cases alone, as they count in it: to leave them out for whom they are kept from."""
    if not ids:
        return ()
    closed = select(Complaint.id).where(is_restricted())
    return _count(SignalExposure.complaint_id.in_(ids) & SignalExposure.complaint_id.not_in(closed), unit)


def begin_of_year(unit: Unit) -> date:
    """The first day that counts."""
    return beijing_date(unit.clock.now()) - timedelta(days=YEAR_DAYS - 1)


def _count(condition: ColumnElement[bool], unit: Unit) -> list[Rate]:
    rows = unit.session.execute(
        select(SignalExposure.code, SignalExposure.person, func.count(), func.sum(SignalExposure.fires))
        .where(SignalExposure.on_day >= begin_of_year(unit), condition)
        .group_by(SignalExposure.code, SignalExposure.person)
        .order_by(SignalExposure.code, SignalExposure.person)
    )
    return [(code, person, int(looked), int(fired or 0)) for code, person, looked, fired in rows]
