"""What the life cycle asks of an element type; the defaults are those of an element that passes straight through."""

from __future__ import annotations

from typing import Generic, TypeVar

from engine.behaviours.jobs import cancel_jobs
from engine.behaviours.waits import Plan, plan_boundaries
from engine.core.turn import Turn
from engine.model.elements import Flow, FlowNode
from engine.state.element_instance import ElementInstance

N = TypeVar("N", bound=FlowNode)


class Processor(Generic[N]):
    """Stateless; one instance serves all tokens of its type."""

    def plan_waits(self, turn: Turn, token: ElementInstance, element: N) -> Plan:
        """The messages and timers that it waits for while it is active. May fail the step."""
        return plan_boundaries(turn, token, element)

    def activate(self, turn: Turn, token: ElementInstance, element: N) -> None:
        """Do what the element is for. May fail the step, but only before it has made anything."""
        turn.complete(token)

    def choose_flows(self, turn: Turn, token: ElementInstance, element: N) -> tuple[Flow, ...]:
        """Where the token goes when it leaves. May fail the step."""
        return element.outgoing

    def after_outputs(self, turn: Turn, token: ElementInstance, element: N) -> None:
        """Its variables are out. May fail the step, but only before it has made anything."""

    def before_end(self, turn: Turn, token: ElementInstance, element: N) -> None:
        """The element completes; its variables are still there."""

    def after_end(self, turn: Turn, token: ElementInstance, element: N) -> None:
        """The element instance has completed or was terminated; its scope does not know yet."""

    def terminate(self, turn: Turn, token: ElementInstance, element: N) -> None:
        """Stop what the element started; what cannot stop at once reports later as an ended child."""
        cancel_jobs(turn, token)

    def is_empty(self, turn: Turn, token: ElementInstance) -> bool:
        """True when nothing below the token is left to end."""
        return not turn.state.indexes.bucket("children", token.key)

    def retry(self, turn: Turn, token: ElementInstance, element: N) -> None:
        """An incident of the running element was resolved that belongs to no job."""
