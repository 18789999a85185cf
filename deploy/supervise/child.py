"""One supervised process: started, watched, restarted with growing pauses, stopped."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from deploy.supervise.log import ProcessLog

EXIT_DO_NOT_RETRY = 78  # bad settings, newer or damaged store, no space at start
_FIRST_PAUSE = 0.5  # seconds
_LONGEST_PAUSE = 30.0  # seconds
_PR_SET_PDEATHSIG = 1  # prctl(2)
_LIBC = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True, slots=True)
class ChildSpec:
    """What to run, how to tell that it serves, and how long it may take to stop (seconds)."""

    name: str
    command: tuple[str, ...]
    is_ready: Callable[[], bool]
    stop_seconds: float
    after_first_ready: Callable[[], None] = lambda: None


def die_with_parent() -> None:
    """For `preexec_fn`: the process is killed when the thread that started it ends."""
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


class Child:
    """Must be started from the main thread: PDEATHSIG follows the thread that forks."""

    def __init__(self, spec: ChildSpec, log: ProcessLog) -> None:
        self.spec = spec
        self.log = log
        self.process: subprocess.Popen[str] | None = None
        self.ends: deque[float] = deque()
        self.start_again_at: float | None = None
        self._pause = _FIRST_PAUSE
        self._reader: threading.Thread | None = None

    def start(self) -> None:
        """Start the process; its output goes to the log."""
        self.start_again_at = None
        self.process = subprocess.Popen(  # noqa: S603 - the command is our own, not user input
            self.spec.command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
            preexec_fn=die_with_parent,  # noqa: PLW1509 - one async-signal-safe prctl call, before threads matter
            env=os.environ.copy(),
        )
        self._reader = threading.Thread(target=self._read_output, args=(self.process,), daemon=True)
        self._reader.start()

    @property
    def is_alive(self) -> bool:
        """True while the process runs."""
        return self.process is not None and self.process.poll() is None

    def note_end(self, now: float) -> int:
        """Record that the process ended; returns its exit code and plans the next start."""
        if self.process is None:
            raise ValueError("the process was never started")
        if self._reader is not None:
            self._reader.join(timeout=1)
        code = self.process.returncode
        self.process = None
        self.ends.append(now)
        self.start_again_at = now + self._pause
        self._pause = min(self._pause * 2, _LONGEST_PAUSE)
        return code

    def note_ready(self) -> None:
        """A start that led to a serving process makes the next pause short again."""
        self._pause = _FIRST_PAUSE

    def send(self, number: signal.Signals) -> None:
        """Send a signal to the process, if it runs."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(number)

    def wait(self, seconds: float) -> bool:
        """Wait for the end; False when it still lives after `seconds`."""
        if self.process is None:
            return True
        try:
            self.process.wait(timeout=max(seconds, 0.01))
        except subprocess.TimeoutExpired:
            return False
        return True

    def _read_output(self, process: subprocess.Popen[str]) -> None:
        if process.stdout is None:
            return
        with process.stdout as lines:
            for line in lines:
                self.log.write(line.rstrip("\n"))
