"""Boundary event: by the time a token stands here it was triggered, so it passes straight on."""

from __future__ import annotations

from engine.elements.processor import Processor
from engine.model.events import BoundaryEvent


class BoundaryEventProcessor(Processor[BoundaryEvent]):
    """What triggering it does to its activity is in `behaviours/triggers.py`."""
