"""Evaluates a decision with everything that it requires; a required decision is evaluated once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from engine.dmn.failure import DecisionFailed
from engine.dmn.graph import Decision, DecisionGraph, DecisionTable, HitPolicy
from engine.dmn.hit_policies import HIT_POLICIES
from engine.dmn.result_types import check_type
from engine.dmn.trace import EvaluatedDecision, EvaluatedInput, MatchedRule, Outcome
from engine.errors import ExpressionError
from engine.feel import Expression, to_json


def evaluate_decision(
    graph: DecisionGraph, decision_id: str, variables: Mapping[str, object], now: datetime
) -> Outcome:
    """The outcome of one decision of the graph for JSON or FEEL variables; a failure is part of the outcome.

    A decision sees the variables and, over them, the results of those that it requires itself.
    """
    run = _Run(graph, dict(variables), now)
    for decision in _in_order(graph, decision_id):
        if not run.evaluate(decision):
            break
    return Outcome(tuple(run.evaluated))


def _in_order(graph: DecisionGraph, decision_id: str) -> list[Decision]:
    """The decision behind all those it requires, each once; requirements in the order of the file."""
    order: dict[str, Decision] = {}
    stack: list[tuple[str, bool]] = [(decision_id, False)]
    while stack:
        name, are_required_done = stack.pop()
        decision = graph.decisions[name]
        if are_required_done:
            order.setdefault(name, decision)
        elif name not in order:
            stack.append((name, True))
            stack.extend((needed, False) for needed in reversed(decision.required))
    return list(order.values())


@dataclass(slots=True)
class _Run:
    """`seen` is what the decision under way sees."""

    graph: DecisionGraph
    variables: dict[str, object]
    now: datetime
    evaluated: list[EvaluatedDecision] = field(default_factory=list)
    results: dict[str, object] = field(default_factory=dict)
    seen: dict[str, object] = field(default_factory=dict)

    def evaluate(self, decision: Decision) -> bool:
        """Add the decision to the trace and its result to the results; False when it failed."""
        required = [self.graph.decisions[name] for name in decision.required]
        self.seen = self.variables | {needed.result_name: self.results[needed.id] for needed in required}
        entry = EvaluatedDecision(decision)
        self.evaluated.append(entry)
        try:
            entry.result = self._result(decision, entry)
            check_type(entry.result, decision.result_type)
            # A result that cannot be stored is a failure here, not a surprise for whoever stores it.
            to_json(entry.result)
        except (DecisionFailed, ExpressionError, RecursionError) as failure:
            entry.result, entry.failure = None, str(failure)
            return False
        self.results[decision.id] = entry.result
        return True

    def _result(self, decision: Decision, entry: EvaluatedDecision) -> object:
        if decision.unreadable:
            raise DecisionFailed(f"this engine cannot evaluate it: {decision.unreadable}")
        if isinstance(decision.logic, DecisionTable):
            return self._table(decision.logic, entry)
        return self._value(decision.logic.expression)

    def _table(self, table: DecisionTable, entry: EvaluatedDecision) -> object:
        entry.inputs = [EvaluatedInput(column, self._value(column.expression)) for column in table.inputs]
        matches = [index for index in range(len(table.rules)) if self._matches(table, index, entry)]
        if table.hit_policy is HitPolicy.FIRST:
            matches = matches[:1]
        if not matches:
            return self._default(table)
        for index in matches:
            rule = table.rules[index]
            values = (self._value(expression) for expression in rule.outputs)
            entry.rules.append(MatchedRule(rule, index + 1, tuple(zip(table.outputs, values, strict=True))))
        return HIT_POLICIES[table.hit_policy](
            table, [[value for _, value in matched.outputs] for matched in entry.rules]
        )

    def _matches(self, table: DecisionTable, index: int, entry: EvaluatedDecision) -> bool:
        tests = table.rules[index].tests
        return all(
            test.evaluate(given.value, self.seen, self.now) is True
            for test, given in zip(tests, entry.inputs, strict=True)
        )

    def _default(self, table: DecisionTable) -> object:
        """The default outputs: null without any, the value of the only one, else a context of those there are."""
        values = {
            output.name: self._value(output.default) for output in table.outputs if output.default is not None
        }
        if len(values) > 1:
            return values
        return next(iter(values.values()), None)

    def _value(self, expression: Expression) -> object:
        return expression.evaluate(self.seen, self.now)
