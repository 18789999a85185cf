"""Keeps the garbage collector from walking what lives long, so that its pauses do not grow with what is open."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def sparing_survivors() -> Iterator[None]:
    """What is there now, and what survives a full collection from now on, is never walked again.

    Open entities refer to one another by keys and go when the last reference does; only a circle that lives through a
    full collection and breaks later stays until the process ends.
    """
    gc.freeze()
    gc.callbacks.append(_spare)
    try:
        yield
    finally:
        gc.callbacks.remove(_spare)


def _spare(phase: str, details: dict[str, int]) -> None:
    if phase == "stop" and details["generation"] == 2:
        gc.freeze()
