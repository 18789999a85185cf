"""Timers: evaluated when the element is entered that waits for them, cycles at each firing; gone when it ends."""

from __future__ import annotations

from engine.behaviours.evaluation import Evaluated, StepFailed, evaluated, evaluated_at
from engine.behaviours.incidents import raise_incident
from engine.behaviours.start_timers import start_by_timer
from engine.behaviours.triggers import trigger
from engine.core.turn import Turn
from engine.errors import InvariantBroken
from engine.model.elements import TimerDefinition, TimerKind
from engine.model.events import CatchEvent
from engine.model.timers import FOREVER, FirstFiring, TimerRefused, first_firing, next_firing, parse_cycle
from engine.state.element_instance import ElementInstance
from engine.state.incident import Failure
from engine.state.timer import HELD, NO_INSTANCE, Timer


def first_firing_at(turn: Turn, token: ElementInstance, timer: TimerDefinition) -> FirstFiring:
    """When the timer fires first; fails the step for a value that is no timer."""
    found = evaluated_at(turn, timer.value, token.key)
    if not isinstance(found.value, str):
        raise found.wrong_type(timer.kind)
    try:
        return first_firing(timer.kind, found.value, turn.now)
    except TimerRefused as refusal:
        raise found.failed(f"Invalid {timer.kind}: {refusal}") from refusal


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


def fire(turn: Turn, timer: Timer) -> None:
    """A timer is due: read its cycle again, set the firing after this one, trigger its event.

    Firings that were missed count as this one. A cycle that can no longer be read is an incident of the element that
    waits: the timer is held until that is resolved, then it fires. At a process start it fires for the last time.
    """
    try:
        following = _following(turn, timer)
    except StepFailed as failed:
        if timer.element_instance_key != NO_INSTANCE:
            _hold(turn, timer, failed.failure)
            return
        following = None
    if following is None:
        turn.state.remove(timer)
    else:
        turn.state.change(
            timer,
            due_at=following.due_at,
            repetitions=following.repetitions,
            cycle=following.cycle,
        )
    if timer.element_instance_key == NO_INSTANCE:
        start_by_timer(turn, timer)
    else:
        token = turn.state.get(ElementInstance, timer.element_instance_key)
        trigger(turn, token, timer.target_id, {})


def fire_held(turn: Turn, token: ElementInstance) -> bool:
    """The incident of an element was resolved: its timers that were held fire now; False when there are none."""
    timers = turn.state.list_by(Timer, "timers_of_element", token.key)
    held = [timer for timer in timers if timer.due_at == HELD]
    for timer in held:
        fire(turn, timer)
    return bool(held)


def _following(turn: Turn, timer: Timer) -> FirstFiring | None:
    """The firing after the present one by what the cycle says now; the number of firings stays the first one."""
    if timer.cycle is None or timer.repetitions == 1:
        return None
    found = _evaluated_cycle(turn, timer)
    text = str(found.value)
    try:
        cycle = parse_cycle(text)
    except TimerRefused as refusal:
        raise found.failed(f"Invalid {TimerKind.CYCLE}: {refusal}") from refusal
    is_endless = timer.repetitions == FOREVER or cycle.is_by_calendar
    try:
        due_at = next_firing(cycle, min(timer.due_at, turn.now), turn.now)
    except TimerRefused:
        # The calendar ends before the cycle does.
        return None
    return FirstFiring(due_at, FOREVER if is_endless else timer.repetitions - 1, text)


def _evaluated_cycle(turn: Turn, timer: Timer) -> Evaluated:
    event = turn.models.get(timer.process_definition_key).elements[timer.target_id]
    definition = event.timer if isinstance(event, CatchEvent) else None
    if definition is None:
        raise InvariantBroken(f"timer {timer.key} belongs to '{timer.target_id}', which has none")
    if timer.element_instance_key == NO_INSTANCE:
        found = evaluated(turn, definition.value, {})
    else:
        found = evaluated_at(turn, definition.value, timer.element_instance_key)
    if not isinstance(found.value, str):
        raise found.wrong_type(definition.kind)
    return found


def _hold(turn: Turn, timer: Timer, failure: Failure) -> None:
    turn.state.change(timer, due_at=HELD)
    token = turn.state.get(ElementInstance, timer.element_instance_key)
    message = f"Expected to reschedule repeating timer for element with id '{timer.target_id}', but: "
    raise_incident(turn, token, Failure(failure.error_type, message + failure.message))
