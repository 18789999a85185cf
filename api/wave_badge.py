"""How many waves wait for a decision, beside the page's name."""

from __future__ import annotations

from dataclasses import dataclass

from api.context import current_actor
from api.frame_unit import frame_unit
from services.waves.read_waves import count_waves


@dataclass(frozen=True, slots=True)
class Waiting:
    """Counted each time, so that the figure has no age."""

    number: int
    has_more: bool = False
    age: None = None


def waves_badge() -> Waiting:
    """For those who decide about them."""
    return Waiting(count_waves(frame_unit(), current_actor()))
