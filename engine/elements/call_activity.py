"""Call activity: runs the latest version of another process as an instance of its own."""

from __future__ import annotations

from typing import Final

from engine.behaviours.evaluation import StepFailed, text_at
from engine.behaviours.instances import Start, start_instance
from engine.behaviours.variables import local_variables, visible_variables
from engine.core.turn import Turn
from engine.elements.processor import Processor
from engine.model.elements import CallActivity
from engine.state.element_instance import ElementInstance
from engine.state.incident import ErrorType
from engine.state.process_definition import ProcessDefinition
from engine.state.process_instance import ProcessInstance

# As deep as Zeebe lets calls nest by default; a process that calls itself without end stops here.
MAX_CALL_DEPTH: Final = 1_000


class CallActivityProcessor(Processor[CallActivity]):
    """Waits for the called instance, which is terminated with it."""

    def activate(self, turn: Turn, token: ElementInstance, element: CallActivity) -> None:
        """Resolve the process, hand variables down, start."""
        definition, start_event_id = _resolve(turn, text_at(turn, element.called_process_id, token.key))
        instance = turn.state.get(ProcessInstance, token.process_instance_key)
        if instance.call_depth >= MAX_CALL_DEPTH:
            message = f"The call activity has reached the maximum depth of {MAX_CALL_DEPTH} instances"
            raise StepFailed(ErrorType.CALLED_ELEMENT_ERROR, message)
        read = visible_variables if element.propagate_all_parent_variables else local_variables
        handed = read(turn, token.key)
        called = start_instance(turn, Start(definition, start_event_id, handed, caller=token))
        turn.state.change(token, called_instance_key=called.key)

    def terminate(self, turn: Turn, token: ElementInstance, element: CallActivity) -> None:
        """Terminate the called instance."""
        root = _find_called_root(turn, token)
        if root is not None:
            turn.terminate(root)

    def is_empty(self, turn: Turn, token: ElementInstance) -> bool:
        """False while the called instance runs."""
        return _find_called_root(turn, token) is None


def _resolve(turn: Turn, process_id: str) -> tuple[ProcessDefinition, str]:
    definition = turn.state.find_latest(ProcessDefinition, "definitions", process_id)
    if definition is None:
        message = f"Expected process with BPMN process id '{process_id}' to be deployed, but not found."
        raise StepFailed(ErrorType.CALLED_ELEMENT_ERROR, message)
    start_event_id = turn.models.get(definition.key).none_start_id
    if start_event_id is None:
        message = (
            f"Expected process with BPMN process id '{process_id}' to have a none start event, but not found."
        )
        raise StepFailed(ErrorType.CALLED_ELEMENT_ERROR, message)
    return definition, start_event_id


def _find_called_root(turn: Turn, token: ElementInstance) -> ElementInstance | None:
    if token.called_instance_key is None:
        return None
    return turn.state.find(ElementInstance, token.called_instance_key)
