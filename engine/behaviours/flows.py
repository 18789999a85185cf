"""Sequence flows: taking one; where several meet, a join may hold the token (`joins.py`)."""

from __future__ import annotations

from engine.behaviours.joins import join_all, wait_at_join
from engine.behaviours.tokens import enter
from engine.core.turn import Turn
from engine.model.elements import Flow, InclusiveGateway, ParallelGateway
from engine.state.element_instance import ElementInstance
from engine.state.sequence_flow_taken import SequenceFlowTaken


def take(turn: Turn, scope: ElementInstance, flow: Flow) -> None:
    """Move on along a flow; at a join the token waits in the scope for those of the other flows."""
    record(turn, scope, flow)
    target = turn.models.get(scope.process_definition_key).elements[flow.target_id]
    is_join = len(target.incoming) > 1
    if is_join and isinstance(target, ParallelGateway):
        _join(turn, scope, target, flow)
    elif is_join and isinstance(target, InclusiveGateway):
        wait_at_join(turn, scope, flow)
        # Later, because other tokens that are on their way now may lead to the join or away from it.
        turn.join(scope, target.id)
    else:
        enter(turn, scope, target)


def _join(turn: Turn, scope: ElementInstance, gateway: ParallelGateway, flow: Flow) -> None:
    wait_at_join(turn, scope, flow)
    join_all(turn, scope, gateway)


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
