"""The inner instances of a multi-instance body: started with their item, collected when they complete."""

from __future__ import annotations

import re
from typing import Final, cast

from engine.behaviours.evaluation import StepFailed, evaluate_at, evaluated, evaluated_at, type_name
from engine.behaviours.scopes import terminate_children
from engine.behaviours.tokens import enter, scope_of
from engine.behaviours.variables import local_variables, set_local, visible_variables
from engine.core.turn import Turn
from engine.model.elements import ElementType
from engine.model.multi_instance import Loop, MultiInstanceBody
from engine.state.element_instance import ElementInstance
from engine.state.entity import Json, Variables
from engine.state.incident import ErrorType

LOOP_COUNTER: Final = "loopCounter"
# An output element that is just a variable or a property of one.
_VARIABLE_PATH: Final = re.compile(r"=\s*([^\W\d]\w*)(\s*\.\s*[^\W\d]\w*)*\s*")
_LITERALS: Final = frozenset({"true", "false", "null"})


def list_items(turn: Turn, token: ElementInstance, loop: Loop) -> list[Json]:
    """The items of the input collection; anything but a list fails the step."""
    found = evaluated_at(turn, loop.input_collection, token.key)
    if not isinstance(found.value, list):
        raise found.wrong_type("ARRAY")
    return found.value


def start_inner(turn: Turn, body: ElementInstance, element: MultiInstanceBody, item: Json) -> None:
    """Enter the activity for the next item, with item, result and position as variables of its own."""
    position = (body.loop_counter or 0) + 1
    turn.state.change(body, loop_counter=position)
    inner = enter(turn, body, element.inner)
    turn.state.change(inner, loop_counter=position)
    own: Variables = {}
    output_variable = _output_variable(element.loop)
    if output_variable is not None:
        own[output_variable] = None
    if element.loop.input_element is not None:
        own[element.loop.input_element] = item
    set_local(turn, inner, own | {LOOP_COUNTER: position})


def complete_inner(turn: Turn, inner: ElementInstance) -> None:
    """An inner instance is about to complete: collect its output, then end the loop or go on with it.

    Fails the step for an output, condition or collection of the wrong type. Does nothing for any other token.
    """
    if inner.scope_key is None:
        return
    body = scope_of(turn, inner)
    if body.element_type != ElementType.MULTI_INSTANCE_BODY:
        return
    element = cast("MultiInstanceBody", turn.models.element_of(body))
    _collect(turn, body, inner, element.loop)
    is_met = _is_condition_met(turn, body, inner, element.loop)
    started = body.loop_counter or 0
    waiting: list[Json] = []
    if element.loop.is_sequential and not is_met:
        waiting = list_items(turn, body, element.loop)[started : started + 1]
    turn.state.change(body, completed_count=body.completed_count + 1)
    if is_met:
        terminate_children(turn, body)
    for item in waiting:
        start_inner(turn, body, element, item)


def _output_variable(loop: Loop) -> str | None:
    """The variable that the output is read from, which every inner instance has for itself."""
    found = _VARIABLE_PATH.fullmatch(loop.output_element.source) if loop.output_element else None
    return found[1] if found and found[1] not in _LITERALS else None


def _collect(turn: Turn, body: ElementInstance, inner: ElementInstance, loop: Loop) -> None:
    if loop.output_collection is None or loop.output_element is None:
        return
    output = evaluate_at(turn, loop.output_element, inner.key)
    collected = local_variables(turn, body.key).get(loop.output_collection)
    index = (inner.loop_counter or 1) - 1
    if not isinstance(collected, list) or index >= len(collected):
        message = (
            f"Unable to update item {index + 1} of output collection '{loop.output_collection}' because it is "
            f"{type_name(collected)} and has no such item. It was changed while the loop ran."
        )
        raise StepFailed(ErrorType.EXTRACT_VALUE_ERROR, message)
    set_local(turn, body, {loop.output_collection: [*collected[:index], output, *collected[index + 1 :]]})


def _is_condition_met(turn: Turn, body: ElementInstance, inner: ElementInstance, loop: Loop) -> bool:
    if loop.completion_condition is None:
        return False
    started, completed = body.loop_counter or 0, body.completed_count + 1
    active = len(turn.state.indexes.bucket("children", body.key)) - 1
    counts: Variables = {
        "numberOfInstances": started,
        "numberOfActiveInstances": active,
        "numberOfCompletedInstances": completed,
        "numberOfTerminatedInstances": started - active - completed,
    }
    found = evaluated(turn, loop.completion_condition, visible_variables(turn, inner.key) | counts)
    if not isinstance(found.value, bool):
        raise found.wrong_type("BOOLEAN")
    return found.value
