"""How many ends and new beginnings of runs wait for a second person, beside the page's name."""

from __future__ import annotations

from dataclasses import dataclass

from api.context import current_actor
from api.frame_unit import frame_unit
from services.case.decide_run import count_run_proposals


@dataclass(frozen=True, slots=True)
class Waiting:
    """Counted each time, so that the figure has no age."""

    number: int
    has_more: bool = False
    age: None = None


def run_proposals_badge() -> Waiting:
    """For those who may confirm them."""
    return Waiting(count_run_proposals(frame_unit(), current_actor()))
