"""The workers' look at what stands still, taken once by a test."""

from __future__ import annotations

import contextlib

from models.ground.errors import OutsideUnavailable
from services.standstill.look import look_step
from services.standstill.looker import Noticed
from tests.full_office import FullOffice
from tests.web_staff.fake_monitor import FakeMonitor


def look(office: FullOffice, monitor: FakeMonitor | None = None, noticed: Noticed | None = None) -> None:
    """One look; while the engine is away at what the office knows itself."""
    fake = monitor or FakeMonitor()
    with contextlib.suppress(OutsideUnavailable):
        look_step(office.unit_of_work, fake, fake, noticed or Noticed())  # type: ignore[arg-type]  # the part of both ports that the look asks
