"""Starts an unchanged command of the product in which errors that nobody foresaw come up at chosen calls.

`python -m tests.planted.launcher --call N [--call N ...] --hits FILE engine` (or `up`, whose engine is then started so):
from SIGUSR1 on the engine counts the calls of all places of `plant.py`. What is shipped knows nothing of this: functions
are wrapped from outside, before it begins.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from deploy import running_office
from engine.core.answers import Answer
from engine.core.commands import Command
from engine.core.turn import Turn
from engine.processing.core import Core
from tests.planted.plant import PLACES, SECRET, PlantedError


class Faults:
    """Raises at the chosen calls once it is armed, and writes down where."""

    def __init__(self, calls: set[int], hits: Path) -> None:
        self._calls, self._hits = calls, hits
        self._count, self._is_armed, self._command = 0, False, ""

    def arm(self, *_: object) -> None:
        """From now on."""
        self._is_armed = True

    def install(self) -> None:
        """For as long as the process lives."""
        for owner, name in PLACES:
            setattr(owner, name, self._watched(getattr(owner, name), name))
        apply = Core._apply

        def watched_apply(core: Core, command: Command, turn: Turn) -> list[Answer]:
            outer, self._command = self._command, type(command).__name__
            try:
                return apply(core, command, turn)
            finally:
                self._command = outer

        Core._apply = watched_apply  # type: ignore[method-assign]  # wrapped from outside, as the places are

    def _watched(self, function: Callable[..., Any], name: str) -> Callable[..., Any]:
        def planted(*args: Any, **kwargs: Any) -> Any:
            if self._is_armed and self._command:
                self._count += 1
                if self._count in self._calls:
                    self._note(f"{name} in {self._command}")
                    raise PlantedError(SECRET)
            return function(*args, **kwargs)

        return planted

    def _note(self, place: str) -> None:
        descriptor = os.open(self._hits, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        os.write(descriptor, f"{place}\n".encode())
        os.close(descriptor)


def start_engine_by_launcher() -> None:
    """The supervisor's engine is started with the same faults."""
    shipped = running_office._command
    own = (sys.executable, "-m", "tests.planted.launcher", *sys.argv[1:-1], "engine")
    running_office._command = lambda name: own if name == "engine" else shipped(name)


def main() -> None:
    """Wrap, then run the command as the shipped entry point does."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--call", type=int, action="append", default=[])
    parser.add_argument("--hits", type=Path, required=True)
    parser.add_argument("process", choices=("engine", "up"))
    options = parser.parse_args()
    if options.process == "up":
        start_engine_by_launcher()
    else:
        faults = Faults(set(options.call), options.hits)
        faults.install()
        signal.signal(signal.SIGUSR1, faults.arm)
    sys.argv = ["jieban", options.process]
    from deploy.cli import main as shipped_main

    shipped_main()


if __name__ == "__main__":
    main()
