"""What is left to do with the inner instances of a large loop; the row goes when nothing is left."""

from __future__ import annotations

from dataclasses import dataclass

from engine.state.entity import Json


@dataclass(frozen=True, slots=True)
class UnfinishedLoop:
    """`key` is that of the multi-instance body, so there is one at most.

    `items` are those that were not entered yet when the row was made, the one at position `first` + 1 before all
    others; the body's own count tells how many of them have been entered since. With `is_ending` none of them will
    be, and the inner instances that are there are terminated.
    """

    key: int
    process_instance_key: int
    items: list[Json]
    first: int
    is_ending: bool = False
