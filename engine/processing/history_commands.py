"""What follows in memory when rows of history are deleted: counters of elements shrink by what they counted."""

from __future__ import annotations

from engine.behaviours.statistics import uncount
from engine.core.answers import Done
from engine.core.commands import ForgetHistory
from engine.core.turn import Turn


def forget_history(turn: Turn, command: ForgetHistory) -> Done:
    """Count no more what leaves the history, as a monitor over the rows that are left would."""
    for end, number in command.counted.items():
        uncount(turn, end, number)
    return Done()
