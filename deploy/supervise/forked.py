"""A process that was forked for this one, with the parts of `subprocess.Popen` that its keepers ask for."""

from __future__ import annotations

import math
import os
import signal
import subprocess
import threading
import time
from contextlib import suppress

_POLL_SECONDS = 0.02


class Forked:
    """A child of this process; may be asked by several threads."""

    def __init__(self, pid: int) -> None:
        """ChildProcessError unless it is a child of this process."""
        self.pid = pid
        self.returncode: int | None = None
        self._turn = threading.Lock()
        self.poll()

    def poll(self) -> int | None:
        """The exit code, negative for a signal; None while it runs."""
        with self._turn:
            if self.returncode is None:
                ended, status = os.waitpid(self.pid, os.WNOHANG)
                if ended:
                    self.returncode = os.waitstatus_to_exitcode(status)
            return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """The exit code once it has ended; raises TimeoutExpired."""
        limit = time.monotonic() + (math.inf if timeout is None else timeout)
        while (code := self.poll()) is None:
            if time.monotonic() > limit:
                raise subprocess.TimeoutExpired(str(self.pid), timeout or 0.0)
            time.sleep(_POLL_SECONDS)
        return code

    def send_signal(self, number: int) -> None:
        """Send a signal, unless it has ended."""
        if self.poll() is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)
