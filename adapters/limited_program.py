"""Runs one of our programs alone, without environment, and takes turns with others of a machine by a lock on a file."""

import fcntl
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from models.ground.errors import Crowded

POLL_SECONDS = 0.02


def run_program(words: Sequence[str], source: BinaryIO, target: BinaryIO, seconds: float) -> int | None:
    """The exit code; None for one killed because it took longer. `words`: the file of the program, and what it is told."""
    # Isolated (-I): neither the working folder nor the environment decides what is imported.
    command = (sys.executable, "-I", *words)
    with subprocess.Popen(  # noqa: S603 - the command is our own, not user input
        command, stdin=source, stdout=target, stderr=subprocess.DEVNULL, env={}, close_fds=True
    ) as process:
        try:
            return process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            return None


@contextmanager
def take_turn(lock_file: Path, wait_seconds: float) -> Iterator[None]:
    """Wait for the lock that all processes of the office share; Crowded when no turn comes in time."""
    ends_at = time.monotonic() + wait_seconds
    lock_file.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(lock_file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        while not _is_locked_by_us(descriptor):
            if time.monotonic() >= ends_at:
                raise Crowded
            time.sleep(POLL_SECONDS)
        yield
    finally:
        os.close(descriptor)


def _is_locked_by_us(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
