"""Sequence flows: taking one, joining at parallel gateways."""

from __future__ import annotations

from engine.behaviours.tokens import enter
from engine.model.elements import Flow, ParallelGateway
from engine.processing.turn import Turn
from engine.state.element_instance import ElementInstance
from engine.state.sequence_flow_taken import SequenceFlowTaken


def take(turn: Turn, scope: ElementInstance, flow: Flow) -> None:
    """Move on along a flow; at a join the token waits in the scope until each incoming flow brought one."""
    record(turn, scope, flow)
    target = turn.models.get(scope.process_definition_key).elements[flow.target_id]
    if isinstance(target, ParallelGateway) and len(target.incoming) > 1:
        _join(turn, scope, target, flow)
    else:
        enter(turn, scope, target)


def _join(turn: Turn, scope: ElementInstance, gateway: ParallelGateway, flow: Flow) -> None:
    waiting = scope.tokens.setdefault(gateway.id, {})
    waiting[flow.id] = waiting.get(flow.id, 0) + 1
    if all(waiting.get(incoming.id) for incoming in gateway.incoming):
        left = {key: number - 1 for key, number in waiting.items() if number > 1}
        if left:
            scope.tokens[gateway.id] = left
        else:
            del scope.tokens[gateway.id]
        enter(turn, scope, gateway)
    turn.state.put(scope)


def record(turn: Turn, scope: ElementInstance, flow: Flow) -> None:
    """Keep for the diagram that a token went along a flow."""
    turn.state.put(
        SequenceFlowTaken(
            key=turn.state.new_key(),
            process_instance_key=scope.process_instance_key,
            process_definition_key=scope.process_definition_key,
            process_id=scope.process_id,
            flow_id=flow.id,
            ended_at=turn.now,
        )
    )
