"""Scenes of the kill test: what a process does when it is killed at a place, and what people do then."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

import httpx
from sqlalchemy import select

from deploy.replay.page_reading import StepRefused
from models.case.lifecycle import ClockKind
from models.clock.clock import Clock
from services.clocks.office_ladder import facts_of, load_ladder
from tests.acceptance.walk import Case, answer, file_case, filing, known_case, open_task, root_of, submit
from tests.kill.notice_scenes import write_to
from tests.kill.scene import LEASE_SECONDS, Scene
from tests.kill.side_scenes import act_again, answer_window, open_request
from tests.kill.wholeness import assert_whole
from tests.office_process import OfficeProcess


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
        submit(scene.office, task)
        scene.revive()
    except httpx.TransportError:
        scene.revive()
        # The page of a submitted task is read-only, but a browser that got no answer sends what it has.
        submit(scene.office, task)


def come_near(scene: Scene) -> None:
    """A limit comes near: the check of the clock is killed between its commit and its completion."""
    scene.case = file_case(scene.office)
    root_of(scene.office, scene.case)
    near = _near_moment(scene.office, scene.case)
    # What each day begins has its jobs too: the one that is killed shall be that of the clock.
    scene.office.jump_to(near - timedelta(minutes=1))
    scene.office.settle()
    scene.arm()
    scene.office.jump_to(near)
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
    "act committed, not answered": act_again,
    "start not sent": file_again,
    "request not sent": open_request,
    "answer to a window not sent": answer_window,
    "completion not sent": submit_again,
    "start sent, not marked": file_again,
    "request sent, not marked": open_request,
    "completion sent, not marked": submit_again,
    "job committed, not completed": come_near,
    "listener not answered": submit_again,
    "notice begun, not handed over": write_to,
    "notice handed over, not marked": write_to,
    "batch not committed": file_again,
    "batch committed, not answered": submit_again,
    "timer fired, not committed": come_near,
    "decision taken, not committed": file_again,
    "recovery": recover,
}


def assert_all_is_well(scene: Scene) -> None:
    """The scene's case has lost nothing and holds nothing twice."""
    scene.office.settle(LEASE_SECONDS)
    assert scene.case is not None
    assert_whole(scene.office, scene.case, scene.submitted)
