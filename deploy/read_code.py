"""How a process reads the code of what it serves."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def reading_code() -> Iterator[None]:
    """Leave the search for garbage out, for there is none in code, and pass over it ever after.

    It takes a quarter of a start; processes that are forked from this one keep sharing what nobody looks through.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
