"""None and message start events: both pass straight on; a message's variables leave like any result."""

from __future__ import annotations

from engine.elements.processor import Processor
from engine.model.elements import StartEvent


class StartEventProcessor(Processor[StartEvent]):
    """The subscription of a message start belongs to the definition, not to an instance."""
