"""Starts an unchanged command of the product in which a function kills the whole process group at its n-th call.

`python -m tests.kill.launcher PROCESS --place NAME --call N --hits FILE [--without-inbox] [--mail PORT]`; `--place` and
`--call` may be given several times, and the first place that comes to its call ends the process. What is shipped knows
nothing of this: functions are wrapped from outside, before the command begins.
"""

from __future__ import annotations

import argparse
import functools
import importlib
import inspect
import multiprocessing
import os
import re
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.kill.places import Place, get_place


class Trap:
    """Counts calls of one place; at the chosen one notes the hit durably and ends everything at once."""

    def __init__(self, place: Place, call: int, hits: Path) -> None:
        self._place = place
        # The pages are served by several processes, which are forked later and count together.
        self._left = multiprocessing.Value("i", call)
        self._hits = hits

    def count(self, arguments: tuple[Any, ...]) -> None:
        """Count a call with these arguments (without `self`)."""
        about = self._place.about
        if about and not (arguments and re.search(about, str(arguments[0]))):
            return
        with self._left.get_lock():
            self._left.value -= 1
            if self._left.value == 0:
                self._spring()

    def _spring(self) -> None:
        descriptor = os.open(self._hits, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        os.write(descriptor, f"{self._place.name}\n".encode())
        os.fsync(descriptor)
        os.killpg(os.getpgrp(), signal.SIGKILL)


def set_trap(trap: Trap, place: Place) -> None:
    """Replace the function of a place by one that counts."""
    module_name, _, path = place.target.partition(":")
    *classes, name = path.split(".")
    owner: Any = importlib.import_module(module_name)
    for part in classes:
        owner = getattr(owner, part)
    skipped = 1 if classes else 0
    setattr(owner, name, wrap(getattr(owner, name), place.when, lambda given: trap.count(given[skipped:])))


def wrap(
    function: Callable[..., Any], when: str, count: Callable[[tuple[Any, ...]], None]
) -> Callable[..., Any]:
    """`function`, counted before or after it; a coroutine function is counted after its last await."""
    if when == "before":

        @functools.wraps(function)
        def counted_before(*args: Any, **kwargs: Any) -> Any:
            count(args)
            return function(*args, **kwargs)

        return counted_before
    assert not inspect.iscoroutinefunction(function), "no place stands after a coroutine"

    @functools.wraps(function)
    def counted_after(*args: Any, **kwargs: Any) -> Any:
        result = function(*args, **kwargs)
        count(args)
        return result

    return counted_after


def forget_jobs() -> None:
    """The mutation: workers no longer keep which jobs they did."""
    for name in ("services.once.once_per_job", "services.watch.check_clock"):
        module = importlib.import_module(name)
        assert hasattr(module, "record_result")
        module.record_result = lambda _session, _job: None


def main() -> None:
    """Set the traps, then run the command as the shipped entry point does."""
    parser = argparse.ArgumentParser()
    parser.add_argument("process", choices=("engine", "workers", "web"))
    parser.add_argument("--place", action="append", default=[])
    parser.add_argument("--call", type=int, action="append", default=[])
    parser.add_argument("--hits", type=Path)
    parser.add_argument("--without-inbox", action="store_true")
    parser.add_argument("--mail", type=int)
    options = parser.parse_args()
    for name, call in zip(options.place, options.call, strict=True):
        place = get_place(name)
        set_trap(Trap(place, call, options.hits), place)
    if options.mail:
        os.environ |= {
            "JIEBAN_SMTP": f"smtp://127.0.0.1:{options.mail}",
            "JIEBAN_MAIL_FROM": "tousu@centre.gov.cn",
        }
    if options.without_inbox:
        forget_jobs()
    sys.argv = ["jieban", options.process]
    from deploy.cli import main as shipped_main

    shipped_main()


if __name__ == "__main__":
    main()
