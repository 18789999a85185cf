"""Begins the absences whose day has come and ends those whose last day is over; looped by the workers."""

from datetime import date

from sqlalchemy import BindParameter, bindparam, or_, select

from models.clock.legal_time import beijing_date
from models.office.absence import Absence
from services.absence.give_back import give_back
from services.absence.hand_over import hand_over
from services.actor import SYSTEM
from services.unit_of_work import UnitFactory

_TODAY: BindParameter[date] = bindparam("today")
# Made once, since it is asked five times a second.
_DUE = select(Absence.id).where(
    Absence.ended_at.is_(None),
    or_(
        Absence.handed_over_at.is_(None) & (Absence.from_day <= _TODAY),
        Absence.handed_over_at.is_not(None) & (Absence.until_day < _TODAY),
    ),
)


def absence_step(make_unit: UnitFactory) -> int:
    """How many began or ended; a second look changes nothing."""
    with make_unit().reading() as unit:
        today = beijing_date(unit.clock.now())
        ids = list(unit.session.scalars(_DUE, {"today": today}))
    for absence_id in ids:
        with make_unit() as unit:
            row = unit.session.get_one(Absence, absence_id, with_for_update=True)
            if row.ended_at is not None:
                continue
            if row.handed_over_at is None and (row.until_day is None or row.until_day >= today):
                hand_over(row, unit, SYSTEM)
            else:
                give_back(row, unit, SYSTEM)
    return len(ids)
