"""What a measure can be compared with and counted by, and whether the group has enough complaints to say anything."""

from __future__ import annotations

from datetime import timedelta

from models.clock.legal_time import beijing_date
from models.ground.measure_codes import MeasureBasis, MeasureLack, MeasureOthers
from models.office.measure import Measure
from services.measures.count_effect import count_days_of
from services.measures.exposure import VolumesMissing
from services.measures.judge_effect import Counted, find_lack
from services.measures.spans import MOST_WAITS, count_days
from services.measures.subject import Subject, find_first_day
from services.unit_of_work import Unit

GROUP_TOO_SMALL = "GROUP_TOO_SMALL"
_YEAR = timedelta(days=365)


def check_compared(others: str, basis: str, subject: Subject) -> dict[str, str]:
    """Faults of codes that there are, by field."""
    errors: dict[str, str] = {}
    if others == MeasureOthers.SAME_TYPE and not (subject.category or subject.cause):
        # Of any problem by any cause there is no same one elsewhere.
        errors["others"] = "NOT_AN_OPTION"
    if basis == MeasureBasis.TRANSACTIONS and not (subject.unit or subject.item):
        # Everybody has no others to be compared with.
        errors["basis"] = "REQUIRED"
    return errors


def is_group_too_small(measure: Measure, unit: Unit) -> bool:
    """Whether by the last year all else that was true would show an end of these complaints, and the group chosen would not.

    Both are taken to go on as they were for as long as a measure is watched at most. False where nothing larger is left to
    choose, where ours are too few themselves, and where transactions are missing, which is said when it is judged.
    """
    if measure.others is MeasureOthers.ALL_ELSE:
        return False
    return _lack_of(MeasureOthers.SAME_TYPE, measure, unit) is MeasureLack.GROUP and (
        _lack_of(MeasureOthers.ALL_ELSE, measure, unit) is not MeasureLack.GROUP
    )


def _lack_of(others: MeasureOthers, measure: Measure, unit: Unit) -> MeasureLack | None:
    today = beijing_date(unit.clock.now())
    last = today - timedelta(days=1)
    first = max(today - _YEAR, find_first_day(unit) or today)
    if first > last:
        return MeasureLack.RECORDS
    days = (first, last)
    try:
        before = count_days_of((days,), measure, others, unit)
    except VolumesMissing:
        return None
    share = measure.window_days * (MOST_WAITS + 1) / count_days((days,))
    after = Counted(
        found=0,
        open=0,
        told=0,
        exposure=before.exposure * share,
        others=round(before.others * share),
        others_exposure=before.others_exposure * share,
    )
    return find_lack(before, after)
