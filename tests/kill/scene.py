"""One kill of the kill test: a process is replaced by one that dies at a place, and started again afterwards."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from pathlib import Path

from tests.acceptance.walk import Case
from tests.kill.places import Place
from tests.office_process import OfficeProcess

LEASE_SECONDS = 31.0  # longer than the lease of a job whose worker died


@dataclass
class Scene:
    """One kill: what the killed process does at the place, and what is told to people meanwhile."""

    office: OfficeProcess
    place: Place
    hits: Path
    extra: tuple[str, ...] = ()
    case: Case | None = None
    submitted: list[str] = field(default_factory=list)

    def arm(self, call: int = 1) -> None:
        """Replace the place's process by one that dies at the n-th call."""
        self.office.kill(self.place.process)
        options = ("--place", self.place.name, "--call", str(call), "--hits", str(self.hits))
        self.office.start(self.place.process, self.command(*options, *self.extra))

    def revive(self) -> None:
        """See that the process died at its place once, start the shipped one, and let everything happen."""
        dead = self.office.processes[self.place.process]
        self.office.wait_until(lambda: dead.poll() is not None, f"killed at: {self.place.name}")
        assert dead.returncode == -9
        assert self.hits.read_text().splitlines() == [self.place.name]
        self.office.kill(self.place.process)
        self.office.start(self.place.process, self.command(*self.extra) if self.extra else ())
        self.office.jump(LEASE_SECONDS)

    def command(self, *options: str) -> tuple[str, ...]:
        """The place's process by the launcher."""
        return (sys.executable, "-m", "tests.kill.launcher", self.place.process, *options)
