"""Timers of boundary events: evaluated when the activity is entered, gone when it ends."""

from __future__ import annotations

from typing import cast

from engine.behaviours.boundaries import trigger
from engine.behaviours.evaluation import StepFailed, evaluate_at, wrong_type
from engine.model.elements import BoundaryEvent, FlowNode, TimerDefinition
from engine.model.timers import FOREVER, FirstFiring, TimerRefused, first_firing, next_firing
from engine.processing.turn import Turn
from engine.state.element_instance import ElementInstance
from engine.state.incident import ErrorType
from engine.state.timer import Timer

Plan = list[tuple[str, FirstFiring]]


def plan_timers(turn: Turn, token: ElementInstance, element: FlowNode) -> Plan:
    """First firings of all timers at an activity; fails the step for a value that is no timer."""
    process = turn.models.get(token.process_definition_key)
    plan: Plan = []
    for key in element.boundary_ids:
        boundary = cast("BoundaryEvent", process.elements[key])
        if boundary.timer is not None:
            plan.append((key, _first_firing(turn, token, boundary.timer)))
    return plan


def _first_firing(turn: Turn, token: ElementInstance, timer: TimerDefinition) -> FirstFiring:
    value = evaluate_at(turn, timer.value, token.key)
    if not isinstance(value, str):
        raise wrong_type(timer.value, timer.kind, value)
    try:
        return first_firing(timer.kind, value, turn.now)
    except TimerRefused as refusal:
        raise StepFailed(ErrorType.EXTRACT_VALUE_ERROR, f"Invalid {timer.kind}: {refusal}") from refusal


def open_timers(turn: Turn, token: ElementInstance, plan: Plan) -> None:
    """Start what was planned."""
    for target_id, first in plan:
        if first.repetitions == 0:
            continue
        timer = Timer(
            key=turn.state.new_key(),
            element_instance_key=token.key,
            process_instance_key=token.process_instance_key,
            process_definition_key=token.process_definition_key,
            target_id=target_id,
            due_at=first.due_at,
            repetitions=first.repetitions,
            cycle=first.cycle,
        )
        turn.state.put(timer)


def close_timers(turn: Turn, token: ElementInstance) -> None:
    """The activity ends, its timers with it."""
    for timer in turn.state.list_by(Timer, "timers_of_element", token.key):
        turn.state.remove(timer)


def _next_due(timer: Timer) -> int | None:
    if timer.cycle is None or timer.repetitions == 1:
        return None
    try:
        return next_firing(timer.cycle, timer.due_at)
    except TimerRefused:
        # The calendar ends before the cycle does.
        return None


def fire(turn: Turn, timer: Timer) -> None:
    """A timer is due: set its next firing, counted from this one's due moment, and trigger its event."""
    due_at = _next_due(timer)
    if due_at is None:
        turn.state.remove(timer)
    else:
        timer.due_at = due_at
        timer.repetitions = FOREVER if timer.repetitions == FOREVER else timer.repetitions - 1
        turn.state.put(timer)
    token = turn.state.get(ElementInstance, timer.element_instance_key)
    process = turn.models.get(timer.process_definition_key)
    trigger(turn, token, cast("BoundaryEvent", process.elements[timer.target_id]))
