"""The product's processes as forks of one that has read their code; a test asks it for one and gets it like a `Popen`.

To read the code of the pages takes longer than most tests of a served office; a test process does so once. What runs is the
`jieban` command over the settings it was given, in a process of its own, whose code nobody ran before the fork.
`python -m deploy` itself is started in tests/up.
"""

from __future__ import annotations

import atexit
import json
import math
import os
import runpy
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path

from deploy.read_code import reading_code

ROOT = Path(__file__).parent.parent
# What the command of this name reads before it serves.
CODE = {
    "engine": ("engine.server", "deploy.keys_seen"),
    "web": ("api.app", "deploy.web_server"),
    "workers": ("workers.main", "deploy.wiring"),
}
_END_SECONDS = 12.0
_POLL_SECONDS = 0.02
_ended: dict[int, int] = {}


@dataclass
class Forked:
    """A process that was forked, with the parts of `subprocess.Popen` that tests ask for."""

    nursery: Nursery
    pid: int
    returncode: int | None = None

    def poll(self) -> int | None:
        """The exit code, negative for a signal; None while it runs."""
        if self.returncode is None:
            self.returncode = self.nursery.ask({"pid": self.pid})
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
        """Send a signal, unless it is known to have ended."""
        if self.poll() is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)


class Nursery:
    """The process that forks, for one command."""

    def __init__(self, name: str) -> None:
        self._turn = threading.Lock()
        self._process = subprocess.Popen(
            (sys.executable, "-m", "tests.nursery", name),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            text=True,
        )
        atexit.register(self._close)

    def ask(self, question: Mapping[str, object]) -> int | None:
        """What the process answers: the number of a new process, or the exit code of one."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with self._turn:
            self._process.stdin.write(json.dumps(question) + "\n")
            self._process.stdin.flush()
            told = self._process.stdout.readline()
        assert told, f"the process that forks has ended: {self._process.poll()}"
        answer: int | None = json.loads(told)
        return answer

    def _close(self) -> None:
        self._process.communicate(timeout=_END_SECONDS)


@cache
def nursery_of(name: str) -> Nursery:
    """The one of this test process."""
    return Nursery(name)


def fork_command(name: str, environment: Mapping[str, str], log: Path, *, is_apart: bool) -> Forked:
    """Run `python -m deploy NAME` with this environment; what it says is added to the log.

    `is_apart`: as the first process of a group of its own.
    """
    nursery = nursery_of(name)
    asked = {"environment": dict(environment), "log": str(log), "is_apart": is_apart}
    pid = nursery.ask(asked)
    assert pid is not None
    return Forked(nursery, pid)


def serve(name: str) -> None:
    """Fork until nobody asks any more; returns in each fork too, which then is the process that was asked for."""
    with reading_code():
        for module in ("deploy.cli", f"deploy.cli.{name}", *CODE[name]):
            import_module(module)
    while line := sys.stdin.readline():
        asked = json.loads(line)
        if "pid" in asked:
            print(json.dumps(find_exit_code(asked["pid"])), flush=True)
        elif pid := os.fork():
            _ended.pop(pid, None)  # the kernel gives a number anew
        else:
            become(asked)
            sys.argv = ["deploy", name]
            runpy.run_module("deploy", run_name="__main__")
            return


def find_exit_code(pid: int) -> int | None:
    """Of a fork, None while it runs; the same whenever it is asked for again, by another thread of a test too."""
    if pid not in _ended:
        found, status = os.waitpid(pid, os.WNOHANG)
        if not found:
            return None
        _ended[pid] = os.waitstatus_to_exitcode(status)
    return _ended[pid]


def become(asked: Mapping[str, object]) -> None:
    """Take on what a process is given when it is started; whoever asked is told the number when its group is its own."""
    if asked["is_apart"]:
        os.setsid()
    print(os.getpid(), flush=True)
    log = os.open(str(asked["log"]), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.environ.clear()
    environment = asked["environment"]
    assert isinstance(environment, dict)
    os.environ.update(environment)
    time.tzset()


if __name__ == "__main__":
    serve(sys.argv[1])
