"""Multi-instance body: the scope around the inner instances of one activity, at once or one after the other."""

from __future__ import annotations

from engine.behaviours.inner_instances import list_items
from engine.behaviours.slices import count_waiting, end_inner_instances, enter_items, forget
from engine.behaviours.variables import local_variables, propagate, set_local
from engine.core.turn import Turn
from engine.elements.processor import Processor
from engine.model.multi_instance import MultiInstanceBody
from engine.state.element_instance import ElementInstance


class MultiInstanceBodyProcessor(Processor[MultiInstanceBody]):
    """Completes when its last inner instance has ended; boundary events of the activity wait here."""

    def activate(self, turn: Turn, token: ElementInstance, element: MultiInstanceBody) -> None:
        """Start the inner instances, a slice of many, or the first one; an empty collection completes at once."""
        loop = element.loop
        items = list_items(turn, token, loop)
        if loop.output_collection is not None:
            set_local(turn, token, {loop.output_collection: [None for _ in items]})
        enter_items(turn, token, element, items[:1] if loop.is_sequential else items)
        if not items:
            turn.complete(token)

    def before_end(self, turn: Turn, token: ElementInstance, element: MultiInstanceBody) -> None:
        """Let the collected outputs out."""
        name = element.loop.output_collection
        if name is not None and token.scope_key is not None:
            propagate(turn, token.scope_key, {name: local_variables(turn, token.key).get(name)})

    def terminate(self, turn: Turn, token: ElementInstance, element: MultiInstanceBody) -> None:
        """End every inner instance; nothing of what they collected leaves."""
        end_inner_instances(turn, token)

    def after_end(self, turn: Turn, token: ElementInstance, element: MultiInstanceBody) -> None:
        """Nothing of the loop is left to do."""
        forget(turn, token)

    def is_empty(self, turn: Turn, token: ElementInstance) -> bool:
        """False also while items are still to be entered."""
        return super().is_empty(turn, token) and count_waiting(turn, token) == 0
