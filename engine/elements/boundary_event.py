"""Boundary event: by the time a token stands here it was triggered, so it passes straight on."""

from __future__ import annotations

from engine.elements.processor import Processor
from engine.model.elements import BoundaryEvent


class BoundaryEventProcessor(Processor[BoundaryEvent]):
    """What triggers it is in `behaviours/timers.py` and `behaviours/escalations.py`."""
