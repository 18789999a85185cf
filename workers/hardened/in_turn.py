"""Steps that share one repeat: one after the other, and none waits in vain behind one that fails."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from models.ground.faults import Faults
from workers.hardened.once_a_minute import lasting


def in_turn(*parts: Callable[[], int], is_ending: Callable[[], bool]) -> list[int]:
    """What each did, in their order. What the first of those that failed raised is raised when all have run.

    Each that failed is logged by its name. Once the process is to end no further one is begun: they did 0.
    """
    did: list[int] = []
    faults = Faults(Exception)
    for part in parts:
        if is_ending():
            # Who asked for the end waits for the part that runs, not for all behind it.
            did.append(0)
            continue
        with faults.of_one(partial(_warn, part)):
            did.append(part())
    faults.raise_first()
    return did


def _warn(part: Callable[[], int], fault: Exception) -> None:
    lasting.warn("part_failed", _name(part), error_type=type(fault).__name__)


def _name(part: Callable[[], int]) -> str:
    function = part.func if isinstance(part, partial) else part
    return str(getattr(function, "__name__", type(function).__name__))
