"""History goes: its rows, and with them what the counters of elements counted; both or neither."""

from __future__ import annotations

from engine.behaviours.statistics import uncount
from engine.core.answers import Done
from engine.core.commands import ForgetHistory
from engine.core.turn import Turn


def forget_history(turn: Turn, command: ForgetHistory) -> Done:
    """Delete the rows and count them no more, as a monitor over the rows that are left would."""
    for noun, key in command.rows:
        turn.state.forget(noun, key)
    for end, number in command.counted.items():
        uncount(turn, end, number)
    return Done()
