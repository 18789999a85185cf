"""Secrets that stand in files of their owner alone: looked at when a process starts, and read anew each time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from engine.access.private_file import read_private_file
from engine.start_refused import StartRefused
from models.ground.errors import OutsideUnavailable


def secret_of(path: Path) -> Callable[[], str]:
    """Reads the secret, which may be replaced while the process serves; StartRefused where it cannot be used now."""
    read_private_file(path)
    return read_later(lambda: read_private_file(path).strip())


def read_later(read: Callable[[], str]) -> Callable[[], str]:
    """What refuses a start is no more than an outage in a process that serves."""

    def read_again() -> str:
        try:
            return read()
        except StartRefused as fault:
            raise OutsideUnavailable(str(fault)) from fault

    return read_again
