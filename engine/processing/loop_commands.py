"""Goes on with large loops, which the engine does by itself."""

from __future__ import annotations

from engine.behaviours.slices import go_on
from engine.core.answers import Done
from engine.core.commands import GoOnWithLoops
from engine.core.turn import Turn
from engine.elements.life_cycle import run_steps
from engine.state.unfinished_loop import UnfinishedLoop


def go_on_with_loops(turn: Turn, command: GoOnWithLoops) -> Done:
    """The next slice of an instance's loops, the outermost first; nothing when they have ended meanwhile."""
    place = ("unfinished_loops_of_instance", command.process_instance_key)
    for key in turn.state.indexes.keys(*place):
        loop = turn.state.find(UnfinishedLoop, key)
        if loop is not None:
            go_on(turn, loop)
            run_steps(turn)
        if turn.may_enter <= 0 or turn.may_end <= 0:
            break
    return Done()
