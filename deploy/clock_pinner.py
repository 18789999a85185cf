"""The engine's time follows that of a demo office."""

from __future__ import annotations

from contextlib import suppress

from adapters.camunda_clock import CamundaClock
from adapters.clock import ShiftedClock
from deploy.cluster import open_http
from deploy.settings import Settings
from deploy.wiring import open_database, read_office_shift, use_office_keys
from models.ground.errors import OutsideUnavailable


class ClockPinner:
    """Keeps the engine's time on a demo office's shifted time."""

    def __init__(self, settings: Settings) -> None:
        use_office_keys(settings)
        self._database, self._clock = open_database(settings), CamundaClock(open_http(settings))

    def pin(self) -> None:
        """Set the engine's time, in a demo office only; an engine that is away is tried again next time."""
        if (shift := read_office_shift(self._database)).is_demo:
            with suppress(OutsideUnavailable):
                self._clock.pin(ShiftedClock(lambda: shift.offset_seconds).now())
