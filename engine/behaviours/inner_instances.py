"""The inner instances of a multi-instance body: what they loop over, and what is collected when they complete."""

from __future__ import annotations

from typing import cast

from engine.behaviours.evaluation import StepFailed, evaluate_at, evaluated, evaluated_at, type_name
from engine.behaviours.slices import count_waiting, end_inner_instances, enter_items
from engine.behaviours.tokens import scope_of
from engine.behaviours.variables import visible_variables
from engine.core.turn import Turn
from engine.model.elements import ElementType
from engine.model.multi_instance import Loop, MultiInstanceBody
from engine.state.element_instance import ElementInstance
from engine.state.entity import Json, Variables
from engine.state.incident import ErrorType
from engine.state.variable import Variable


def list_items(turn: Turn, token: ElementInstance, loop: Loop) -> list[Json]:
    """The items of the input collection; anything but a list fails the step."""
    found = evaluated_at(turn, loop.input_collection, token.key)
    if not isinstance(found.value, list):
        raise found.wrong_type("ARRAY")
    return found.value


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
        end_inner_instances(turn, body)
    enter_items(turn, body, element, waiting)


def _collect(turn: Turn, body: ElementInstance, inner: ElementInstance, loop: Loop) -> None:
    if loop.output_collection is None or loop.output_element is None:
        return
    output = evaluate_at(turn, loop.output_element, inner.key)
    variable = turn.state.find_by(Variable, "variable", (body.key, loop.output_collection))
    collected = None if variable is None else variable.value
    index = (inner.loop_counter or 1) - 1
    if variable is None or not isinstance(collected, list) or index >= len(collected):
        message = (
            f"Unable to update item {index + 1} of output collection '{loop.output_collection}' because it is "
            f"{type_name(collected)} and has no such item. It was changed while the loop ran."
        )
        raise StepFailed(ErrorType.EXTRACT_VALUE_ERROR, message)
    turn.state.change_item(variable, "value", index, output)


def _is_condition_met(turn: Turn, body: ElementInstance, inner: ElementInstance, loop: Loop) -> bool:
    if loop.completion_condition is None:
        return False
    # Items that are still to be entered count as if they were, so that the size of a slice decides nothing.
    waiting = count_waiting(turn, body)
    started, completed = (body.loop_counter or 0) + waiting, body.completed_count + 1
    active = len(turn.state.indexes.bucket("children", body.key)) - 1 + waiting
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
