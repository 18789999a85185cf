"""Evaluate decisions that no process asks for."""

from __future__ import annotations

from engine.behaviours.decisions import decide, find_latest_decision
from engine.core.commands import EvaluateDecision
from engine.core.decision_answers import DecisionEvaluated
from engine.core.turn import Turn
from engine.errors import CommandRejected, Reason
from engine.state.decision_definition import DecisionDefinition


def evaluate_decision(turn: Turn, command: EvaluateDecision) -> DecisionEvaluated:
    """Refused without exactly one of id and key (INVALID_ARGUMENT) or without such a decision (NOT_FOUND)."""
    if bool(command.decision_id) == (command.decision_key is not None):
        message = "Expected either a decision id or a decision key, and not both"
        raise CommandRejected(Reason.INVALID_ARGUMENT, message)
    wanted: int | str
    if command.decision_key is not None:
        definition = turn.state.find(DecisionDefinition, command.decision_key)
        wanted, kind = command.decision_key, "key"
    else:
        definition = find_latest_decision(turn, command.decision_id)
        wanted, kind = command.decision_id, "id"
    if definition is None:
        message = f"Expected to evaluate decision '{wanted}', but no decision found for {kind} '{wanted}'"
        raise CommandRejected(Reason.NOT_FOUND, message)
    return decide(turn, definition, command.variables)
