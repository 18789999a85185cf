"""Lets go of records of data that left, after the years that the office has set and never before three."""

from datetime import datetime

from sqlalchemy import delete, select

from models.case.data_provision import DataProvision
from models.store.append_only import deletes_allowed
from services.unit_of_work import UnitFactory

ROWS_AT_ONCE = 500
# 《网络数据安全管理条例》第十二条.
LEAST_YEARS = 3


def sweep_provisions(make_unit: UnitFactory, years: int) -> int:
    """One round; how many went. A number below three is taken for three."""
    with make_unit().reading() as unit:
        before = _years_ago(unit.clock.now(), max(years, LEAST_YEARS))
        old = select(DataProvision.id).where(DataProvision.at < before).order_by(DataProvision.at)
        ids = unit.session.scalars(old.limit(ROWS_AT_ONCE)).all()
    if not ids:
        return 0
    with make_unit() as unit, deletes_allowed(unit.session, DataProvision.__tablename__):
        unit.session.execute(delete(DataProvision).where(DataProvision.id.in_(ids)))
    return len(ids)


def _years_ago(now: datetime, years: int) -> datetime:
    try:
        return now.replace(year=now.year - years)
    except ValueError:
        # Of a leap day the day before, which keeps a day longer.
        return now.replace(year=now.year - years, day=28)
