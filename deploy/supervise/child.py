"""One supervised process: started, watched, restarted with growing pauses, stopped."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections import deque
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Final, TextIO

from deploy.supervise.forked import Forked
from deploy.supervise.kinship import die_with_parent
from deploy.supervise.log import ProcessLog
from deploy.supervise.nursery import Nursery

EXIT_DO_NOT_RETRY: Final = 78  # bad settings; newer, damaged or foreign store: a person mends it first
# A commit that failed (the disk), a start that has to wait (no room, a port or store still in use): it passes by itself.
EXITS_THAT_PASS: Final = frozenset({74, 75})
_FIRST_PAUSE = 0.5  # seconds
_LONGEST_PAUSE = 30.0  # seconds, after an end for a reason of its own
_LONGEST_WAIT = 60.0  # seconds, for what is away
_SETTLED_AFTER = 60.0  # seconds of life that make the next pause short again
_ENDS_WINDOW = 300.0  # seconds


@dataclass(frozen=True, slots=True)
class ChildSpec:
    """What to run, how to tell that it serves, and how long it may take to stop (seconds).

    `after_first_ready` says whether it did its work; until then it is called again.
    """

    name: str
    command: tuple[str, ...]
    is_ready: Callable[[], bool]
    stop_seconds: float
    after_first_ready: Callable[[], bool] = lambda: True


class Child:
    """Must be started from the main thread: PDEATHSIG follows the thread that forks."""

    def __init__(self, spec: ChildSpec, log: ProcessLog, nursery: Nursery | None = None) -> None:
        """`nursery` forks it where it can; else it is started by itself."""
        self.spec = spec
        self.log = log
        self.process: subprocess.Popen[bytes] | Forked | None = None
        self._nursery = nursery
        self.ends: deque[float] = deque()
        self.last_code = 0
        # None while it runs, and for good when only a person can mend it.
        self.start_again_at: float | None = None
        self._pause = _FIRST_PAUSE
        self._started_at = 0.0
        self._reader: threading.Thread | None = None

    def start(self, now: float) -> None:
        """Start the process; its output goes to the log. An OSError (no memory, no room) leaves it as it was."""
        told, tells = os.pipe()
        with open(tells, "wb") as output, ExitStack() as unread:
            lines = unread.enter_context(open(told, errors="replace"))
            process = self._begin(output.fileno())
            unread.pop_all()
        self.process, self.start_again_at, self._started_at = process, None, now
        self._reader = threading.Thread(target=self._read_output, args=(lines,), daemon=True)
        self._reader.start()

    def _begin(self, output: int) -> subprocess.Popen[bytes] | Forked:
        if self._nursery is not None:
            forked = self._nursery.fork(self.spec.command, output, os.environ)
            if forked is not None:
                return forked
        return subprocess.Popen(  # noqa: S603 - the command is our own, not user input
            self.spec.command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            preexec_fn=die_with_parent,  # noqa: PLW1509 - one async-signal-safe prctl call, before threads matter
            env=os.environ.copy(),
        )

    @property
    def is_alive(self) -> bool:
        """True while the process runs."""
        return self.process is not None and self.process.poll() is None

    def note_end(self, now: float) -> int:
        """Record that the process ended; returns its exit code and plans the next start, if there is to be one."""
        if self.process is None:
            raise ValueError("the process was never started")
        if self._reader is not None:
            self._reader.join(timeout=1)
        code = self.last_code = self.process.wait()
        self.process = None
        if now - self._started_at >= _SETTLED_AFTER:
            self._pause = _FIRST_PAUSE
        self.ends.append(now)
        while self.ends[0] < now - _ENDS_WINDOW:
            self.ends.popleft()
        self.postpone(now)
        if code == EXIT_DO_NOT_RETRY:
            self.start_again_at = None
        return code

    def postpone(self, now: float) -> None:
        """Plan the next start after a pause that is twice as long as the last one."""
        self.start_again_at = now + self._pause
        longest = _LONGEST_WAIT if self.last_code in EXITS_THAT_PASS else _LONGEST_PAUSE
        self._pause = min(self._pause * 2, longest)

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

    def _read_output(self, lines: TextIO) -> None:
        with lines:
            for line in lines:
                self.log.write(line.rstrip("\n"))
