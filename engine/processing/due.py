"""What happens by itself when its moment has come: timers, leases, back-offs, times to live."""

from __future__ import annotations

from typing import Final

from engine.behaviours.jobs import offer
from engine.behaviours.messages import expire
from engine.behaviours.timers import fire
from engine.core.answers import Done
from engine.core.commands import FireNext
from engine.core.turn import Turn
from engine.state.job import Job, JobState
from engine.state.message import Message
from engine.state.timer import Timer

# Bounds what is done between two commits; the runtime asks again while something is still due.
MAX_AT_ONCE: Final = 200
# And that by what is written: large commands come one or a few at a time, so that searches and polls come in between.
MAX_ROWS_AT_ONCE: Final = 2_000


def fire_next(turn: Turn, _command: FireNext) -> Done:
    """Handle the earliest that is due, a command of its own with all its consequences."""
    turn.due = turn.state.pop_due(turn.now)
    if isinstance(turn.due, Timer):
        turn.subject = turn.due.process_instance_key
        fire(turn, turn.due)
    elif isinstance(turn.due, Message):
        expire(turn, turn.due)
    elif isinstance(turn.due, Job):
        turn.subject = turn.due.process_instance_key
        offer(turn, turn.due, state=turn.due.state if turn.due.deadline is None else JobState.TIMED_OUT)
    return Done()
