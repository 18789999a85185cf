"""Variables in the scope tree: what is visible where, and where a write lands."""

from __future__ import annotations

from collections.abc import Iterator

from engine.core.turn import Turn
from engine.state.element_instance import ElementInstance
from engine.state.entity import Variables
from engine.state.variable import Variable


def scope_chain(turn: Turn, scope_key: int | None) -> Iterator[ElementInstance]:
    """The scope and those around it up to the root of its own instance."""
    while scope_key is not None:
        scope = turn.state.get(ElementInstance, scope_key)
        yield scope
        scope_key = scope.scope_key


def visible_variables(turn: Turn, scope_key: int) -> Variables:
    """All variables visible at a scope; the innermost of equal names wins."""
    visible: Variables = {}
    for scope in scope_chain(turn, scope_key):
        for variable in turn.state.list_by(Variable, "variables", scope.key):
            visible.setdefault(variable.name, variable.value)
    return visible


def local_variables(turn: Turn, scope_key: int) -> Variables:
    """Variables of exactly one scope."""
    held = turn.state.list_by(Variable, "variables", scope_key)
    return {variable.name: variable.value for variable in held}


def set_local(turn: Turn, scope: ElementInstance, variables: Variables) -> None:
    """Write strictly to one scope."""
    for name, value in variables.items():
        variable = turn.state.find_by(Variable, "variable", (scope.key, name))
        if variable is None:
            variable = Variable(
                key=turn.state.new_key(),
                scope_key=scope.key,
                process_instance_key=scope.process_instance_key,
                process_definition_key=scope.process_definition_key,
                process_id=scope.process_id,
                name=name,
                value=value,
            )
            turn.state.put(variable)
        else:
            turn.state.change(variable, value=value)


def propagate(turn: Turn, scope_key: int, variables: Variables) -> None:
    """Write each name to the nearest scope that has it, starting at `scope_key`, else to the root."""
    chain = list(scope_chain(turn, scope_key))
    for name, value in variables.items():
        holders = (s for s in chain if turn.state.find_by(Variable, "variable", (s.key, name)) is not None)
        set_local(turn, next(holders, chain[-1]), {name: value})


def end_variables(turn: Turn, scope: ElementInstance) -> None:
    """The scope is over: its variables become history."""
    for variable in turn.state.list_by(Variable, "variables", scope.key):
        turn.state.change(variable, ended_at=turn.now)
