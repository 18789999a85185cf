"""Days of a calendar that is to be changed, tried on the last year: the answer that stands at them, and how it is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from api.context import current_actor, make_unit, office_now
from models.clock.calendar_days import SpecialDay
from models.clock.legal_time import beijing_date
from services.what_if.ask_calendar import target_of, word_line
from services.what_if.read_what_ifs import Answer, find_answers

# A day of the same weekday.
_A_YEAR = timedelta(weeks=52)


@dataclass(frozen=True, slots=True)
class TriedDays:
    """`lines` are sent to ask; `answer` is the newest about these very days, None where nobody has asked.

    `is_a_year_before`: no limit has run over the days yet, so the same weekdays of the year before stand for them.
    """

    lines: str
    answer: Answer | None
    is_a_year_before: bool = False


def try_days(days: Sequence[tuple[date, SpecialDay]]) -> TriedDays | None:
    """None where no day would be another."""
    if not days:
        return None
    is_ahead = all(day > beijing_date(office_now()) for day, _ in days)
    told = [(day - _A_YEAR if is_ahead else day, becomes) for day, becomes in days]
    lines = "\n".join(word_line(day, becomes) for day, becomes in told)
    target = target_of(lines)
    return TriedDays(lines, find_answers([target], make_unit(), current_actor()).get(target), is_ahead)
