"""The supervisor process of a test, and what is waited for around it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

LIMIT_SECONDS = 60.0  # seconds a condition may take on a busy machine


def wait_until(condition: Callable[[], bool]) -> None:
    """Fails when it does not come true."""
    limit = time.monotonic() + LIMIT_SECONDS
    while not condition():
        assert time.monotonic() < limit, "the condition did not come true"
        os.sched_yield()


def is_gone(pid: int) -> bool:
    """A zombie counts as gone."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return True
    return state == "Z"


class Office:
    """The supervisor process of one test."""

    def __init__(self, folder: Path, module: str, *words: str) -> None:
        self.folder = folder
        self.process = subprocess.Popen(
            [sys.executable, "-m", module, str(folder), *words], stdout=subprocess.PIPE, text=True
        )

    def pids(self, name: str) -> list[int]:
        """Of all its starts."""
        file = self.folder / f"{name}.pids"
        return [int(line) for line in file.read_text().split()] if file.exists() else []

    def wait_for_line(self, text: str) -> str:
        """The line that holds it; what was said before is passed over."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if text in line:
                return line
        raise AssertionError(f"{text!r} was never said")

    def close(self) -> None:
        """End it however it is; its children go with it."""
        self.process.kill()
        self.process.wait()
        if self.process.stdout is not None:
            self.process.stdout.close()
