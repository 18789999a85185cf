"""The workers' step: proposes summaries once their periods ended, and looks once a day at what has changed since."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from models.clock.legal_time import beijing_date
from services.summaries.due_periods import list_due
from services.summaries.propose_summaries import propose_summaries
from services.unit_of_work import UnitFactory


@dataclass(slots=True)
class Looked:
    """On which Beijing day this process looked at all summaries last; None before its first look."""

    on: date | None = None


def summaries_step(
    make_unit: UnitFactory, looked: Looked, is_ending: Callable[[], bool] = lambda: False
) -> int:
    """One round; how many summaries changed. Between two days it asks for periods alone and reads no case.

    `is_ending` is asked between two batches; where it says so, nothing is written and the next process looks.
    """
    with make_unit().reading() as unit:
        due, today = list_due(unit), beijing_date(unit.clock.now())
    if not due.periods or (not due.is_waited_for and looked.on == today):
        return 0
    changed = propose_summaries(make_unit, is_ending)
    if changed is None:
        return 0
    looked.on = today
    return changed
