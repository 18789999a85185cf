"""How much stands where nobody can act, beside the page's name on every page of those who can mend it."""

from __future__ import annotations

from api.context import current_actor
from api.frame_unit import frame_unit
from services.standstill.count_standstill import StandstillCount, count_standstill


def standstill_badge() -> StandstillCount:
    """Asked by the frame of the page where the person may supervise; as old as the workers' last look."""
    return count_standstill(frame_unit(), current_actor())


def incidents_badge() -> StandstillCount:
    """Open incidents, as old as the workers' last look: no page waits for the engine because of its navigation."""
    return count_standstill(frame_unit(), current_actor(), incidents=True)
