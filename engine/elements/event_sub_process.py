"""Event sub-process: a flow scope that its start event opened in the scope around it."""

from __future__ import annotations

from engine.behaviours.scopes import terminate_children
from engine.behaviours.tokens import enter
from engine.core.turn import Turn
from engine.elements.processor import Processor
from engine.model.events import EventSubProcess
from engine.state.element_instance import ElementInstance


class EventSubProcessProcessor(Processor[EventSubProcess]):
    """Completes when its last token has ended; nothing leaves it without output mappings."""

    def activate(self, turn: Turn, token: ElementInstance, element: EventSubProcess) -> None:
        """Hand what the event brought to the start event."""
        elements = turn.models.get(token.process_definition_key).elements
        enter(turn, token, elements[element.start_id], token.result)
        turn.state.change(token, result=None)

    def terminate(self, turn: Turn, token: ElementInstance, element: EventSubProcess) -> None:
        """End every token inside."""
        terminate_children(turn, token)
