"""Days of a calendar that is to be changed, tried on the last year: the answer that stands at them, and how it is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from api.context import current_actor, make_unit
from models.clock.calendar_days import SpecialDay
from services.what_if.ask_calendar import target_of, word_line
from services.what_if.read_what_ifs import Answer, find_answers


@dataclass(frozen=True, slots=True)
class TriedDays:
    """`lines` are sent to ask; `answer` is the newest about these very days, None where nobody has asked."""

    lines: str
    answer: Answer | None


def try_days(days: Sequence[tuple[date, SpecialDay]]) -> TriedDays | None:
    """None where no day would be another."""
    if not days:
        return None
    lines = "\n".join(word_line(day, becomes) for day, becomes in days)
    target = target_of(lines)
    return TriedDays(lines, find_answers([target], make_unit(), current_actor()).get(target))
