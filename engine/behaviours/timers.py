"""Timers: evaluated when the element is entered that waits for them, gone when it ends."""

from __future__ import annotations

from engine.behaviours.evaluation import StepFailed, evaluate_at, wrong_type
from engine.behaviours.start_timers import start_by_timer
from engine.behaviours.triggers import trigger
from engine.core.turn import Turn
from engine.model.elements import TimerDefinition
from engine.model.timers import FOREVER, FirstFiring, TimerRefused, first_firing, next_firing
from engine.state.element_instance import ElementInstance
from engine.state.incident import ErrorType
from engine.state.timer import NO_INSTANCE, Timer


def first_firing_at(turn: Turn, token: ElementInstance, timer: TimerDefinition) -> FirstFiring:
    """When the timer fires first; fails the step for a value that is no timer."""
    value = evaluate_at(turn, timer.value, token.key)
    if not isinstance(value, str):
        raise wrong_type(timer.value, timer.kind, value)
    try:
        return first_firing(timer.kind, value, turn.now)
    except TimerRefused as refusal:
        raise StepFailed(ErrorType.EXTRACT_VALUE_ERROR, f"Invalid {timer.kind}: {refusal}") from refusal


def set_timer(turn: Turn, token: ElementInstance, target_id: str, first: FirstFiring) -> None:
    """Start a timer of an element instance; a cycle of no repetitions never fires."""
    if first.repetitions == 0:
        return
    turn.state.put(
        Timer(
            key=turn.state.new_key(),
            element_instance_key=token.key,
            process_instance_key=token.process_instance_key,
            process_definition_key=token.process_definition_key,
            target_id=target_id,
            due_at=first.due_at,
            repetitions=first.repetitions,
            cycle=first.cycle,
        )
    )


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
    if timer.element_instance_key == NO_INSTANCE:
        start_by_timer(turn, timer)
    else:
        token = turn.state.get(ElementInstance, timer.element_instance_key)
        trigger(turn, token, timer.target_id, {})
