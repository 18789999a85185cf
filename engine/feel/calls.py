"""Compiled calls: built-in functions, functions of the expression, and their definition."""

from __future__ import annotations

from collections.abc import Callable

from engine.feel.builtins import BUILTINS, call_builtin
from engine.feel.nodes import Node
from engine.feel.oddities import Oddity, expected
from engine.feel.scope import Scope
from engine.feel.values import MISSING, Function

Arguments = list[Node] | dict[str, Node]


def evaluate_arguments(arguments: Arguments, scope: Scope) -> list[object] | dict[str, object]:
    """Return the values of positional or named arguments."""
    if isinstance(arguments, dict):
        return {name: node.evaluate(scope) for name, node in arguments.items()}
    return [node.evaluate(scope) for node in arguments]


def _invoke(function: Function, arguments: list[object] | dict[str, object]) -> object:
    if isinstance(arguments, dict):
        if arguments.keys() != set(function.parameters):
            return None
        arguments = [arguments[name] for name in function.parameters]
    return function.call(arguments) if len(arguments) == len(function.parameters) else None


def named_call(name: str, arguments: Arguments) -> Node:
    """Return the call of a function by name: one of the scope goes before the built-in one."""

    def evaluate(scope: Scope) -> object:
        values = evaluate_arguments(arguments, scope)
        function = scope.find(name)
        if isinstance(function, Function):
            return _invoke(function, values)
        if name in BUILTINS:
            return call_builtin(name, values, scope.run)
        scope.run.warn(Oddity.NO_FUNCTION_FOUND, lambda: _no_function(name, arguments))
        return None

    return Node(evaluate)


def _no_function(name: str, arguments: Arguments) -> str:
    if isinstance(arguments, dict):
        return f"No function found with name '{name}' and parameters: {','.join(arguments)}"
    return f"No function found with name '{name}' and {len(arguments)} parameters"


def value_call(function: Node, arguments: Arguments) -> Node:
    """Return the call of a function that an expression evaluates to; null if it is none."""

    def evaluate(scope: Scope) -> object:
        target = function.evaluate(scope)
        if not isinstance(target, Function):
            scope.run.warn(*expected("function", target))
            return None
        return _invoke(target, evaluate_arguments(arguments, scope))

    return Node(evaluate)


def definition(parameters: tuple[str, ...], body: Node, cost: int) -> Node:
    """Return a function value; it sees the names around its definition."""

    def evaluate(scope: Scope) -> object:
        return Function(parameters, _body_in(scope, parameters, body, cost))

    return Node(evaluate)


def _body_in(
    scope: Scope, parameters: tuple[str, ...], body: Node, cost: int
) -> Callable[[list[object]], object]:
    def call(arguments: list[object]) -> object:
        scope.run.spend(cost)
        scope.run.enter()
        try:
            return body.evaluate(scope.inner(dict(zip(parameters, arguments, strict=True))))
        finally:
            scope.run.leave()

    return call


def presence(argument: Node) -> Node:
    """Return `is defined`: false for a missing variable or entry, true for null."""
    find = argument.find or argument.evaluate
    return Node(lambda scope: find(scope) is not MISSING)
