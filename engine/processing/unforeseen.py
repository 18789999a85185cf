"""What becomes of an error that nobody foresaw: its command is undone, the root that it came up in rests."""

from __future__ import annotations

import logging
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from engine.behaviours.resting import find_root, rest
from engine.core.turn import Turn
from engine.errors import CommandRejected, Reason

log = logging.getLogger(__name__)

# A start by timer, or a message that expires, has no instance that could rest, and what a large loop is in may fail to:
# it is looked at again after this.
PAUSE_MS: Final = 600_000
_ENGINE: Final = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Unforeseen:
    """The error by its type and place alone: its words may hold what a case file holds."""

    command: str
    what: str
    roots: tuple[int, ...]

    @classmethod
    def of(cls, turn: Turn, command: object, error: Exception) -> Unforeseen:
        """To be made before the command is undone, while the instances that it worked in are still there."""
        # An instance that the command has ended is gone until it is undone; then its own key leads to the root.
        keys = (key for key in (turn.at_work, turn.subject) if key is not None)
        roots = tuple(key if (root := find_root(turn, key)) is None else root.key for key in keys)
        return cls(type(command).__name__, name_of(error), roots)


def contain(turn: Turn, unforeseen: Unforeseen) -> CommandRejected:
    """After the command was undone, in a turn of its own: let the root rest, if there is one; what to tell the caller.

    The first root is the one of the token at work. One that came to be in the command itself is gone with it; then it
    is the root that the command was about, and if there is none, the command is only refused.
    """
    error_id = turn.state.new_key()
    root = next((root for key in unforeseen.roots if (root := find_root(turn, key)) is not None), None)
    text = f"The engine met an error that it does not know ({unforeseen.what}, error {error_id})"
    told = f"{text}. Nothing of the command was done."
    if root is not None:
        told += f" Process instance {root.key} rests until its incident is resolved."
        if root.rests_by is None:
            rest(
                turn,
                root,
                f"{text}. The instance rests with all that it called until this incident is resolved.",
            )
    at = "no instance" if root is None else f"root instance {root.key}"
    log.error("error %s: %s in %s, %s", error_id, unforeseen.what, unforeseen.command, at)
    return CommandRejected(Reason.PROCESSING_ERROR, told)


def refuse(unforeseen: Unforeseen) -> CommandRejected:
    """Not even a rest was possible: nothing but the refusal is left."""
    log.error("%s after another error; nothing was changed", unforeseen.what)
    return CommandRejected(
        Reason.PROCESSING_ERROR, f"The engine met an error ({unforeseen.what}) and did nothing."
    )


def name_of(error: Exception) -> str:
    """Type and place of an error, without its words."""
    return f"{type(error).__name__} at {_place_of(error)}"


def _place_of(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if Path(frame.filename).is_relative_to(_ENGINE)]
    if not own:
        return "an unknown place"
    return f"{Path(own[-1].filename).relative_to(_ENGINE.parent)}:{own[-1].lineno}"
