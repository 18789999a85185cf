"""The engine's time follows that of a demo office."""

from __future__ import annotations

from contextlib import suppress

from deploy.cluster import open_http
from deploy.demo_time import pin_engine
from deploy.settings import Settings
from deploy.wiring import open_database, use_office_keys
from models.ground.errors import OutsideUnavailable


class ClockPinner:
    """Keeps the engine's time on a demo office's shifted time."""

    def __init__(self, settings: Settings) -> None:
        use_office_keys(settings)
        self._database, self._http = open_database(settings), open_http(settings)

    def pin(self) -> None:
        """Set the engine's time, in a demo office only; an engine that is away is tried again next time."""
        with suppress(OutsideUnavailable):
            pin_engine(self._database, self._http)
