"""Start events pass straight on; what the trigger brought leaves like any result."""

from __future__ import annotations

from engine.behaviours.tokens import scope_of
from engine.behaviours.waits import open_waits, plan_event_sub_processes
from engine.core.turn import Turn
from engine.elements.processor import Processor
from engine.model.events import StartEvent
from engine.state.element_instance import ElementInstance


class StartEventProcessor(Processor[StartEvent]):
    """The subscription of a message start of a process belongs to the definition, not to an instance."""

    def after_outputs(self, turn: Turn, token: ElementInstance, element: StartEvent) -> None:
        """Let the event sub-processes of the scope wait, which may need the variables that the start brought."""
        scope = scope_of(turn, token)
        open_waits(turn, scope, plan_event_sub_processes(turn, scope))
