"""The workers' step: every hour a study is opened of what comes again and is not yet under study."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from models.clock.legal_time import to_beijing
from models.ground.study_codes import StudyOrigin
from services.actor import SYSTEM
from services.studies.find_recurring import list_recurring
from services.studies.open_study import Opening, add_study
from services.unit_of_work import UnitFactory


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
        recurring = list_recurring(unit)
    opened = 0
    for found in recurring:
        with make_unit() as unit:
            opening = Opening(found.subject, found.since, found.until, StudyOrigin.RECURRENCE)
            opened += add_study(opening, unit, SYSTEM) is not None
    kept.hour = hour
    return opened
