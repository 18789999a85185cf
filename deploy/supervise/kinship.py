"""Whose child a process is, and that it does not outlive its parent (prctl(2))."""

from __future__ import annotations

import ctypes
import signal
from collections.abc import Iterator
from contextlib import contextmanager

_SET_PDEATHSIG, _SET_CHILD_SUBREAPER = 1, 36
_LIBC = ctypes.CDLL(None, use_errno=True)


def die_with_parent() -> None:
    """The process is killed when the thread that started it ends; for `preexec_fn` too."""
    _LIBC.prctl(_SET_PDEATHSIG, signal.SIGKILL)


@contextmanager
def adopting() -> Iterator[None]:
    """Whoever descends from this process and loses its parent meanwhile becomes a child of this process."""
    _LIBC.prctl(_SET_CHILD_SUBREAPER, ctypes.c_ulong(1))
    try:
        yield
    finally:
        _LIBC.prctl(_SET_CHILD_SUBREAPER, ctypes.c_ulong(0))
