"""Keeps an office alive whose processes die at the places again and again: each is started with traps set and revived."""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from models.ground.errors import OutsideUnavailable
from tests.kill.places import PLACES, Place
from tests.kill.scene import LEASE_SECONDS
from tests.office_process import NAMES, OfficeProcess

PATIENCE_SECONDS = 120.0  # until something that is still under way is called hanging
_PASS_SECONDS = 3.0
_PAUSE_SECONDS = 0.03


@dataclass
class Ward:
    """`places` end their process once in each round, `apart` names the most calls of one before it does."""

    office: OfficeProcess
    folder: Path
    places: frozenset[str]
    apart: dict[str, int]
    chance: random.Random
    hits: Counter[str] = field(default_factory=Counter)
    rounds: int = 0

    def begin_round(self) -> None:
        """Replace every process by one with traps at the places of this round and those left of earlier ones."""
        self.attend()
        self.rounds += 1
        for name in NAMES:
            self.office.kill(name)
            self._start(name)
        self.office.jump(LEASE_SECONDS)

    def discharge(self) -> None:
        """Replace every process by one without traps; what is under way goes on."""
        self.attend()
        self.places = frozenset()
        for name in NAMES:
            self.office.kill(name)
            self._start(name)
        self.office.jump(LEASE_SECONDS)

    def attend(self) -> None:
        """Start again whatever has died; it died at a place, and what it held comes back with the end of its lease."""
        dead = [name for name in NAMES if self.office.processes[name].poll() is not None]
        for name in dead:
            self._note_end(name)
            self.office.kill(name)
            self._start(name)
        if dead:
            self.office.jump(LEASE_SECONDS)

    def calm(self) -> list[str]:
        """Wait until nothing is under way, however many die meanwhile; names what hangs when it takes too long."""
        limit = time.monotonic() + PATIENCE_SECONDS
        passed_at = time.monotonic()
        while (names := self._busy()) and time.monotonic() < limit:
            if time.monotonic() - passed_at >= _PASS_SECONDS:
                self.office.jump(LEASE_SECONDS)
                passed_at = time.monotonic()
            time.sleep(_PAUSE_SECONDS)
        return names

    def wait_for_web(self) -> None:
        """Return when the pages answer."""

        def answer() -> bool:
            self.attend()
            return self.office.is_ready("web")

        self._wait(answer, "the pages answer")

    def _busy(self) -> list[str]:
        self.attend()
        try:
            return self.office.clock.busy()
        except OutsideUnavailable:
            return ["engine away"]

    def _start(self, name: str) -> None:
        """Start it until it serves; it may die at a place on the way."""
        self.office.launch(name, self._command(name))

        def serves() -> bool:
            if self.office.processes[name].poll() is not None:
                self._note_end(name)
                self.office.kill(name)
                self.office.launch(name, self._command(name))
            return self.office.is_ready(name)

        self._wait(serves, f"{name} serves")

    def _wait(self, condition: Callable[[], bool], told: str) -> None:
        limit = time.monotonic() + PATIENCE_SECONDS
        while not condition():
            assert time.monotonic() < limit, f"did not happen: {told}"
            self.office.pin()
            time.sleep(_PAUSE_SECONDS)

    def _note_end(self, name: str) -> None:
        file = self._hits_of(name)
        places = file.read_text().splitlines() if file.exists() else []
        told = f"{name} ended by itself: {self.office.log_of(name).read_text()[-3000:]}"
        assert self.office.processes[name].returncode == -9, told
        assert len(places) == 1, told
        file.unlink()
        self.hits[places[0]] += 1

    def _command(self, name: str) -> tuple[str, ...]:
        command = [sys.executable, "-m", "tests.kill.launcher", name, "--hits", str(self._hits_of(name))]
        for place in self._left(name):
            call = self.chance.randint(1, self.apart.get(place.name, 1))
            command += ["--place", place.name, "--call", str(call)]
        return tuple(command)

    def _left(self, name: str) -> list[Place]:
        """The places at which this process has still to die."""
        return [
            place
            for place in PLACES
            if place.process == name and place.name in self.places and self.hits[place.name] < self.rounds
        ]

    def _hits_of(self, name: str) -> Path:
        return self.folder / f"{name}.hits"
