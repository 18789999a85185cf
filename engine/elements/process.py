"""The process itself: the root scope of an instance."""

from __future__ import annotations

from typing import cast

from engine.behaviours.messages import start_next_buffered
from engine.behaviours.scopes import terminate_children
from engine.behaviours.variables import local_variables
from engine.core.answers import InstanceCompleted, InstanceCreated
from engine.core.turn import Turn
from engine.elements.processor import Processor
from engine.model.elements import CallActivity, FlowNode
from engine.state.element_instance import ElementInstance, ElementState
from engine.state.process_instance import InstanceState, ProcessInstance


class ProcessProcessor(Processor[FlowNode]):
    """Ends the instance with its root scope and tells the call activity that waits for it."""

    def before_end(self, turn: Turn, token: ElementInstance, element: FlowNode) -> None:
        """Hand the root variables to the caller, if it propagates all of them or maps some, or to a client."""
        _answer_waiting_client(turn, token)
        caller = _find_caller(turn, token)
        if caller is None or caller.interrupted_by is not None:
            return
        call = cast("CallActivity", turn.models.element_of(caller))
        if call.propagate_all_child_variables or call.outputs:
            turn.state.change(caller, result=local_variables(turn, token.key))

    def after_end(self, turn: Turn, token: ElementInstance, element: FlowNode) -> None:
        """Close the instance, go on in the caller, and let go of the start lock."""
        caller = _find_caller(turn, token)
        instance = turn.state.get(ProcessInstance, token.process_instance_key)
        has_completed = token.state == ElementState.COMPLETED
        ended = InstanceState.COMPLETED if has_completed else InstanceState.TERMINATED
        turn.state.change(instance, state=ended, ended_at=turn.now)
        if caller is not None and caller.state == ElementState.TERMINATING:
            turn.report_child_ended(caller.key)
        elif caller is not None:
            turn.complete(caller)
        if instance.correlation_key is not None:
            start_next_buffered(turn, instance.process_id, instance.correlation_key)

    def terminate(self, turn: Turn, token: ElementInstance, element: FlowNode) -> None:
        """End every token of the instance."""
        terminate_children(turn, token)


def _answer_waiting_client(turn: Turn, token: ElementInstance) -> None:
    request_id = turn.waiters.take(token.process_instance_key)
    if request_id is not None:
        instance = turn.state.get(ProcessInstance, token.process_instance_key)
        created = InstanceCreated(
            instance.key,
            instance.process_definition_key,
            instance.process_id,
            instance.version,
            tuple(instance.tags),
        )
        turn.answer(request_id, InstanceCompleted(created, local_variables(turn, token.key)))


def _find_caller(turn: Turn, token: ElementInstance) -> ElementInstance | None:
    instance = turn.state.get(ProcessInstance, token.process_instance_key)
    if instance.parent_element_instance_key is None:
        return None
    return turn.state.get(ElementInstance, instance.parent_element_instance_key)
