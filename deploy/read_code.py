"""How a process reads the code of what it serves."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator, Mapping
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


def code_on_disk() -> Mapping[str, tuple[int, int, int] | None]:
    """How each file of the code that was read lies on the disk now; compared with an earlier time, whether it is another."""
    return {file: _look_of(file) for module in list(sys.modules.values()) if (file := _file_of(module))}


def _file_of(module: object) -> str | None:
    return getattr(module, "__file__", None)


def _look_of(file: str) -> tuple[int, int, int] | None:
    try:
        told = os.stat(file)
    except OSError:
        return None
    return told.st_ino, told.st_size, told.st_mtime_ns
