"""What happens by itself when its moment has come: timers, leases, back-offs, times to live."""

from __future__ import annotations

from typing import Final

from engine.behaviours.jobs import offer
from engine.behaviours.messages import discard
from engine.behaviours.timers import fire
from engine.core.answers import Done
from engine.core.commands import FireDue
from engine.core.turn import Turn
from engine.elements.life_cycle import run_steps
from engine.state.job import Job, JobState
from engine.state.message import Message
from engine.state.timer import Timer

# Bounds one batch; the runtime asks again while something is still due.
MAX_AT_ONCE: Final = 200


def fire_due(turn: Turn, _command: FireDue) -> Done:
    """Handle what is due, the earliest first, each with all its consequences."""
    for _ in range(MAX_AT_ONCE):
        entity = turn.state.pop_due(turn.now)
        if entity is None:
            break
        if isinstance(entity, Timer):
            fire(turn, entity)
        elif isinstance(entity, Message):
            discard(turn, entity)
        elif isinstance(entity, Job):
            offer(turn, entity, state=entity.state if entity.deadline is None else JobState.TIMED_OUT)
        run_steps(turn)
    return Done()
