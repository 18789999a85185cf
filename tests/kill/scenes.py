"""Scenes of the kill test: what a process does when it is killed at a place, and what people do then."""

from __future__ import annotations

import sys
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import httpx
from sqlalchemy import select

from deploy.replay.office import OpenTask, StepRefused
from models.clock import Clock
from models.lifecycle import ClockKind
from services.clocks.ladder import facts_of, load_ladder
from tests.acceptance.walk import CLERK, Case, answer, file_case, filing, known_case, open_task, root_of
from tests.kill.places import Place
from tests.kill.wholeness import assert_whole
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


def file_again(scene: Scene) -> None:
    """The citizen files; where no answer came, the same form is sent again."""
    scene.arm()
    fields = filing(submission_id=uuid.uuid4().hex)
    try:
        receipt = scene.office.people.file(fields)
        scene.revive()
    except (httpx.TransportError, StepRefused):
        scene.revive()
        receipt = scene.office.people.file(fields)
    assert scene.office.people.file(fields) == receipt, "the same form is the same complaint"
    scene.case = known_case(scene.office, receipt.number)


def submit_again(scene: Scene) -> None:
    """The clerk decides; where no answer came, the same answers are sent again."""
    scene.case = file_case(scene.office)
    task = open_task(scene.office, scene.case, "decide-acceptance")
    scene.office.settle()
    scene.arm()
    scene.submitted.append(task.user_task_key)
    try:
        answer(scene.office, scene.case, "decide-acceptance")
        scene.revive()
    except httpx.TransportError:
        scene.revive()
        _send_again(scene, task)


def _send_again(scene: Scene, task: OpenTask) -> None:
    # The page of a submitted task is read-only, but a browser that got no answer sends what it has.
    scene.office.people.submit(CLERK, task, {"claims": []})


def come_near(scene: Scene) -> None:
    """A limit comes near: the check of the clock is killed between its commit and its completion."""
    scene.case = file_case(scene.office)
    root_of(scene.office, scene.case)
    scene.office.settle()
    scene.arm()
    scene.office.jump_to(_near_moment(scene.office, scene.case))
    scene.revive()


def _near_moment(office: OfficeProcess, case: Case) -> datetime:
    with office.clock.database.read() as session:
        query = select(Clock).where(
            Clock.complaint_id == case.complaint_id, Clock.kind == ClockKind.ACCEPTANCE
        )
        clock = session.scalars(query).one()
        return load_ladder(session).near_at(facts_of(clock, session))


def recover(scene: Scene) -> None:
    """The engine dies, and dies again while it reads its store."""
    scene.case = file_case(scene.office)
    scene.submitted.append(answer(scene.office, scene.case, "decide-acceptance"))
    open_task(scene.office, scene.case, "assign-handler")
    scene.office.kill("engine")
    options = ("--place", scene.place.name, "--call", "20", "--hits", str(scene.hits))
    scene.office.launch("engine", scene.command(*options))
    scene.revive()


ACTS: dict[str, Callable[[Scene], None]] = {
    "filing committed, not answered": file_again,
    "submission committed, not answered": submit_again,
    "start not sent": file_again,
    "completion not sent": submit_again,
    "start sent, not marked": file_again,
    "completion sent, not marked": submit_again,
    "job committed, not completed": come_near,
    "listener not answered": submit_again,
    "batch not committed": file_again,
    "batch committed, not answered": submit_again,
    "recovery": recover,
}


def assert_all_is_well(scene: Scene) -> None:
    """The scene's case has lost nothing and holds nothing twice."""
    scene.office.settle(LEASE_SECONDS)
    assert scene.case is not None
    assert_whole(scene.office, scene.case, scene.submitted)
