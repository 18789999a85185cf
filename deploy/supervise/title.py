"""What `ps` shows of a process that was forked: without this, the command of the one that it was forked from."""

from __future__ import annotations

import ctypes
import os
from contextlib import suppress
from pathlib import Path

# Of /proc/self/stat, counted from the field behind the name.
_ARGUMENTS, _ARGUMENTS_END, _VARIABLES, _VARIABLES_END = 45, 46, 47, 48


def set_title(text: str) -> None:
    """Write it over the arguments, and over the variables behind them where it is longer; what finds no room is left out."""
    # `getenv` reads there those that were never set anew.
    os.environ.update(os.environ.copy())
    with suppress(OSError):
        fields = [int(field) for field in _fields_of_this_process()]
        start, end = fields[_ARGUMENTS], fields[_ARGUMENTS_END]
        is_joined = end == fields[_VARIABLES]
        room = (fields[_VARIABLES_END] if is_joined else end) - start
        if start and room > 1:
            title = os.fsencode(text)[: room - 1] + b"\0"
            padded = title.ljust(end - start, b"\0")
            ctypes.memmove(start, padded, len(padded))


def _fields_of_this_process() -> list[bytes]:
    told = Path("/proc/self/stat").read_bytes().rpartition(b")")[2].split()
    return [b"0", *told[1:]]  # the first is a letter
