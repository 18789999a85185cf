"""How many changes of time limits wait for the reader to approve, beside the page's name."""

from __future__ import annotations

from api.context import current_actor
from api.frame_unit import frame_unit
from api.run_badge import Waiting
from services.clocks.decide_limit import count_waiting_limits


def limit_proposals_badge() -> Waiting:
    """Without those that the reader proposed himself."""
    return Waiting(count_waiting_limits(frame_unit(), current_actor()))
