"""The workers' step: every hour a study is opened of what comes again and is not yet under study."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from models.clock.legal_time import to_beijing
from models.ground.study_codes import StudyOrigin
from services.actor import SYSTEM
from services.studies.count_study import count_figures
from services.studies.find_recurring import Recurring, list_recurring
from services.studies.open_study import Opening, add_study
from services.unit_of_work import Unit, UnitFactory


@dataclass(slots=True)
class LookedForRecurrence:
    """The hour of the last look of one process."""

    hour: datetime | None = None


def studies_step(make_unit: UnitFactory, kept: LookedForRecurrence) -> int:
    """How many were opened. Within an hour of the last it reads nothing; two at once open one."""
    with make_unit().reading() as unit:
        hour = to_beijing(unit.clock.now()).replace(minute=0, second=0, microsecond=0)
        if kept.hour == hour:
            return 0
        # Counted before anything is written: it reads many complaints, and nobody shall wait for that.
        openings = [_opening_of(found, unit) for found in list_recurring(unit)]
    opened = 0
    for opening in openings:
        with make_unit() as unit:
            opened += add_study(opening, unit, SYSTEM) is not None
    kept.hour = hour
    return opened


def _opening_of(found: Recurring, unit: Unit) -> Opening:
    figures = count_figures(found.subject, found.since, found.until, unit)
    return Opening(found.subject, found.since, found.until, StudyOrigin.RECURRENCE, figures=figures)
