"""Multi-instance body: the scope around the inner instances of one activity, at once or one after the other."""

from __future__ import annotations

from engine.behaviours.inner_instances import list_items, start_inner
from engine.behaviours.scopes import terminate_children
from engine.behaviours.variables import local_variables, propagate, set_local
from engine.core.turn import Turn
from engine.elements.processor import Processor
from engine.model.multi_instance import MultiInstanceBody
from engine.state.element_instance import ElementInstance


class MultiInstanceBodyProcessor(Processor[MultiInstanceBody]):
    """Completes when its last inner instance has ended; boundary events of the activity wait here."""

    def activate(self, turn: Turn, token: ElementInstance, element: MultiInstanceBody) -> None:
        """Start the inner instances, or the first of them; an empty collection completes at once."""
        loop = element.loop
        items = list_items(turn, token, loop)
        if loop.output_collection is not None:
            set_local(turn, token, {loop.output_collection: [None for _ in items]})
        for item in items[:1] if loop.is_sequential else items:
            start_inner(turn, token, element, item)
        if not items:
            turn.complete(token)

    def before_end(self, turn: Turn, token: ElementInstance, element: MultiInstanceBody) -> None:
        """Let the collected outputs out."""
        name = element.loop.output_collection
        if name is not None and token.scope_key is not None:
            propagate(turn, token.scope_key, {name: local_variables(turn, token.key).get(name)})

    def terminate(self, turn: Turn, token: ElementInstance, element: MultiInstanceBody) -> None:
        """End every inner instance; nothing of what they collected leaves."""
        terminate_children(turn, token)
