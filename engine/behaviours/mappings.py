"""Input and output mappings: what an element sees, and what of its result leaves it."""

from __future__ import annotations

from engine.behaviours.evaluation import evaluate
from engine.behaviours.tokens import scope_of
from engine.behaviours.variables import propagate, set_local, visible_variables
from engine.core.turn import Turn
from engine.model.elements import ElementType, FlowNode, VariableMapping
from engine.state.element_instance import ElementInstance
from engine.state.entity import Json, Variables
from engine.state.incident import ErrorType


def apply_inputs(turn: Turn, token: ElementInstance, element: FlowNode) -> None:
    """Make local variables in order; later mappings see earlier ones; a nested target replaces the whole."""
    if not element.inputs:
        return
    context = visible_variables(turn, _scope_of(turn, token))
    made: Variables = {}
    for mapping in element.inputs:
        _assign(made, mapping, evaluate(turn, mapping.source, context | made, ErrorType.IO_MAPPING_ERROR))
    set_local(turn, token, made)


def apply_outputs(turn: Turn, token: ElementInstance, element: FlowNode) -> None:
    """Let the result out: through the output mappings only if there are any, else all of it.

    Without mappings a name that an input mapping made local keeps its value to itself.
    """
    result = token.result or {}
    if not element.outputs:
        propagate(turn, token.key, result)
        return
    around = visible_variables(turn, _scope_of(turn, token))
    context = visible_variables(turn, token.key) | result
    lifted: Variables = {}
    for mapping in element.outputs:
        value = evaluate(turn, mapping.source, context | lifted, ErrorType.IO_MAPPING_ERROR)
        name = mapping.target[0]
        if len(mapping.target) > 1 and name not in lifted and isinstance(around.get(name), dict):
            lifted[name] = around[name]
        _assign(lifted, mapping, value)
    set_local(turn, token, result)
    propagate(turn, _scope_of(turn, token), lifted)


def _assign(document: Variables, mapping: VariableMapping, value: Json) -> None:
    *path, leaf = mapping.target
    for name in path:
        # A new dict on the way down: the old one may be the value of a stored variable.
        before = document.get(name)
        below: Variables = dict(before) if isinstance(before, dict) else {}
        document[name] = below
        document = below
    document[leaf] = value


def _scope_of(turn: Turn, token: ElementInstance) -> int:
    """The scope that mappings read from and write to: the surrounding one, but its own for an inner instance.

    Items and outputs of a loop are variables of the inner instances, so theirs have to be within reach.
    """
    scope = scope_of(turn, token)
    return token.key if scope.element_type == ElementType.MULTI_INSTANCE_BODY else scope.key
