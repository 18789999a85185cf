"""Evaluates deployed decisions and keeps what happened as history, for business rule tasks and for callers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, cast

from engine import feel
from engine.core.decision_answers import DecisionEvaluated
from engine.core.turn import Turn
from engine.dmn.evaluation import evaluate_decision
from engine.dmn.trace import EvaluatedDecision, MatchedRule
from engine.errors import ExpressionError
from engine.model.intervals import from_ms
from engine.state.decision_definition import DecisionDefinition
from engine.state.decision_instance import DecisionInstance, DecisionState
from engine.state.decision_requirements import DecisionRequirements
from engine.state.element_instance import ElementInstance
from engine.state.entity import Json, Variables

TOO_BIG: Final = "(too big to be kept)"


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a decision stands in its evaluation; `root_key` is the decision that was asked for, `token` who asks."""

    evaluation_key: int
    position: int
    root_key: int
    token: ElementInstance | None


def find_latest_decision(turn: Turn, decision_id: str) -> DecisionDefinition | None:
    """The newest version of a decision."""
    return turn.state.find_latest(DecisionDefinition, "decisions", decision_id)


def decide(
    turn: Turn, definition: DecisionDefinition, variables: Variables, token: ElementInstance | None = None
) -> DecisionEvaluated:
    """Evaluate with everything required and write one row a decision; `token` is the element that asks."""
    requirements = turn.state.get(DecisionRequirements, definition.requirements_key)
    graph = turn.models.get_graph(requirements.key)
    outcome = evaluate_decision(graph, definition.decision_id, variables, from_ms(turn.now))
    known = turn.state.list_by(DecisionDefinition, "decisions_of_graph", requirements.key)
    by_id = {decision.decision_id: decision for decision in known}
    evaluation_key = turn.state.new_key()
    rows: list[DecisionInstance] = []
    for position, entry in enumerate(outcome.evaluated, 1):
        place = _Place(evaluation_key, position, definition.key, token)
        rows.append(_write(turn, entry, by_id[entry.decision.id], place))
    last = rows[-1]
    return DecisionEvaluated(
        evaluation_key=evaluation_key,
        definition=definition,
        requirements=requirements,
        output=last.result,
        evaluated=tuple(rows),
        failure=_sentence(definition, last),
        failed_id=last.decision_id if last.failure is not None else None,
    )


def _sentence(definition: DecisionDefinition, last: DecisionInstance) -> str | None:
    if last.failure is None:
        return None
    return f"Expected to evaluate decision '{definition.decision_id}', but {last.failure}"


def _write(
    turn: Turn, entry: EvaluatedDecision, definition: DecisionDefinition, place: _Place
) -> DecisionInstance:
    token = place.token
    row = DecisionInstance(
        key=turn.state.new_key(),
        evaluation_key=place.evaluation_key,
        position=place.position,
        state=DecisionState.EVALUATED if entry.failure is None else DecisionState.FAILED,
        decision_key=definition.key,
        decision_id=definition.decision_id,
        decision_name=definition.name,
        decision_version=definition.version,
        decision_type=entry.decision.logic.decision_type,
        root_decision_key=place.root_key,
        result=_to_json(entry.result),
        ended_at=turn.now,
        failure=entry.failure,
        process_definition_key=token.process_definition_key if token else None,
        process_id=token.process_id if token else None,
        process_instance_key=token.process_instance_key if token else None,
        element_instance_key=token.key if token else None,
        element_id=token.element_id if token else None,
        inputs=[
            {"id": given.column.id, "name": given.column.name, "value": _to_json(given.value)}
            for given in entry.inputs
        ],
        rules=[_rule(matched) for matched in entry.rules],
    )
    turn.state.put(row)
    return row


def _rule(matched: MatchedRule) -> dict[str, Json]:
    outputs: list[Json] = [
        {"id": column.id, "name": column.label or column.name, "value": _to_json(value)}
        for column, value in matched.outputs
    ]
    return {"id": matched.rule.id, "index": matched.index, "outputs": outputs}


def _to_json(value: object) -> Json:
    try:
        # to_json promises JSON values only; its signature says object.
        return cast("Json", feel.to_json(value))
    except (ExpressionError, RecursionError):
        # Only the trace can get here (a result was tried before), and history must not stop the evaluation.
        return TOO_BIG
