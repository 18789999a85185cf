"""Timers of process starts: they belong to the latest version of a process, not to an instance."""

from __future__ import annotations

from engine.behaviours.evaluation import StepFailed, evaluated
from engine.behaviours.instances import Start, start_instance
from engine.core.turn import Turn
from engine.model.elements import TimerDefinition
from engine.model.process import Process
from engine.model.timers import FirstFiring, TimerRefused, first_firing
from engine.state.process_definition import ProcessDefinition
from engine.state.timer import NO_INSTANCE, Timer


def find_timer_faults(turn: Turn, process: Process) -> list[tuple[str, str]]:
    """Start events of a process whose timer cannot be evaluated, each with the reason; no variable is known."""
    faults: list[tuple[str, str]] = []
    for start in process.timer_starts:
        if start.timer is None:
            continue
        try:
            _first_firing(turn, start.timer)
        except (StepFailed, TimerRefused) as failure:
            faults.append((start.id, str(failure)))
    return faults


def renew_start_timers(turn: Turn, definition: ProcessDefinition, process: Process) -> None:
    """The timers of older versions end, those of the new one begin."""
    for version in turn.state.list_by(ProcessDefinition, "definitions", process.id):
        for timer in turn.state.list_by(Timer, "start_timers", version.key):
            turn.state.remove(timer)
    for start in process.timer_starts:
        first = _first_firing(turn, start.timer) if start.timer is not None else FirstFiring(0, 0)
        if first.repetitions != 0:
            turn.state.put(
                Timer(
                    key=turn.state.new_key(),
                    element_instance_key=NO_INSTANCE,
                    process_instance_key=NO_INSTANCE,
                    process_definition_key=definition.key,
                    target_id=start.id,
                    due_at=first.due_at,
                    repetitions=first.repetitions,
                    cycle=first.cycle,
                )
            )


def start_by_timer(turn: Turn, timer: Timer) -> None:
    """Start an instance of the definition at the event of the timer."""
    definition = turn.state.get(ProcessDefinition, timer.process_definition_key)
    start_instance(turn, Start(definition, timer.target_id, event_variables={}))


def _first_firing(turn: Turn, timer: TimerDefinition) -> FirstFiring:
    found = evaluated(turn, timer.value, {})
    if not isinstance(found.value, str):
        raise found.wrong_type(timer.kind)
    return first_firing(timer.kind, found.value, turn.now)
