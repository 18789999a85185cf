"""Embedded sub-process: a flow scope of its own."""

from __future__ import annotations

from engine.behaviours.scopes import terminate_children
from engine.behaviours.tokens import enter
from engine.core.turn import Turn
from engine.elements.processor import Processor
from engine.model.elements import SubProcess
from engine.state.element_instance import ElementInstance


class SubProcessProcessor(Processor[SubProcess]):
    """Completes when its last token has ended; nothing leaves it without output mappings."""

    def activate(self, turn: Turn, token: ElementInstance, element: SubProcess) -> None:
        """Put a token at the start event."""
        process = turn.models.get(token.process_definition_key)
        enter(turn, token, process.elements[element.start_id])

    def terminate(self, turn: Turn, token: ElementInstance, element: SubProcess) -> None:
        """End every token inside."""
        terminate_children(turn, token)
