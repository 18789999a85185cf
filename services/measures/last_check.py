"""The last judging of a measure."""

from __future__ import annotations

from sqlalchemy import select

from models.ground.measure_codes import MeasureVerdict
from models.office.measure import Measure, MeasureCheck
from services.unit_of_work import Unit


def find_last_check(measure_id: str, unit: Unit) -> MeasureCheck | None:
    """None of one that was never judged."""
    checks = select(MeasureCheck).where(MeasureCheck.measure_id == measure_id)
    return unit.session.scalars(checks.order_by(MeasureCheck.no.desc()).limit(1)).first()


def came_back_untold(measure: Measure, unit: Unit) -> bool:
    """Whether its figures said nothing in this round: what it is compared with may be another then."""
    check = find_last_check(measure.id, unit)
    is_of_round = check is not None and check.round == measure.round
    return check is not None and is_of_round and check.verdict is MeasureVerdict.CANNOT_TELL
