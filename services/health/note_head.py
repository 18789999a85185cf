"""The workers' note of the head of the trail outside the database, once a Beijing day (SE-14)."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import structlog

from models.clock.legal_time import beijing_date
from models.ledger.trail_head import find_head, note_head
from services.unit_of_work import UnitFactory

_log = structlog.get_logger(__name__)


@dataclass(slots=True)
class HeadKeeper:
    """Of one process; a file that cannot be written is told in the log and tried again with the next round."""

    file: Path
    make_unit: UnitFactory
    _noted_on: date | None = field(default=None, init=False)

    def step(self) -> int:
        """Note today's head where none is; how many were."""
        with self.make_unit().reading() as unit:
            now = unit.clock.now()
            if self._noted_on == beijing_date(now):
                return 0
            head = find_head(unit.session, now)
        if head is None:
            return 0
        try:
            is_fresh = note_head(self.file, head, once_a_day=True)
        except OSError as fault:
            _log.warning("trail_head_not_noted", error_type=type(fault).__name__)
            return 0
        self._noted_on = beijing_date(now)
        return int(is_fresh)
