"""A running timer; the row is deleted when it fired for the last time or its owner ended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

# In place of instance keys: the timer belongs to a definition and starts instances of it.
NO_INSTANCE: Final = -1
# In place of a due moment: an incident holds the timer until it is resolved.
HELD: Final = 2**62


@dataclass(frozen=True, slots=True)
class Timer:
    """`due_at` in epoch milliseconds, or HELD. `target_id` is the event that fires at `element_instance_key`.

    A timer of a process start has no instance yet (NO_INSTANCE in both places).

    `repetitions` counts the firings left (-1 for no end); `cycle` is its text as it was read last, None for
    one shot.
    """

    key: int
    element_instance_key: int
    process_instance_key: int
    process_definition_key: int
    target_id: str
    due_at: int
    repetitions: int = 1
    cycle: str | None = None
