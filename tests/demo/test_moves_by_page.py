"""A demo office's clock moved from its bar, in an office that runs: what falls due on the way happens and is told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import httpx
import pytest

from deploy.demo_mover import DemoMover
from deploy.wiring import build_installer
from models.clock.clock import Clock
from models.clock.demo_move import DemoFault, DemoMove, DemoStep
from services.clocks.demo_moves import AskDemoMove, ask_demo_move, begin_demo_move
from tests.acceptance.walk import filing, read_store
from tests.office_process import NAMES, OfficeProcess, office_template, running_office

CLERK = "ji.luqing"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OfficeProcess]:
    """A demo office with one complaint, seen by its workers; they installed its diagrams before anybody else came."""
    template = office_template(tmp_path_factory.getbasetemp() / "office-template")
    with running_office(tmp_path_factory.mktemp("demo") / "office", template=template, names=()) as running:
        running.launch("engine")
        running.wait_answering("engine")
        assert build_installer(running.settings, running.clock.database, running.engine).step()
        for name in NAMES[1:]:
            running.launch(name)
        for name in NAMES:
            running.wait_ready(name)
        running.people.file(filing())
        running.settle()
        yield running


class Visitor(httpx.Client):
    """A browser without JavaScript at the demo's bar."""

    def __init__(self, address: str) -> None:
        super().__init__(base_url=address, follow_redirects=True, timeout=30)

    def token(self) -> str:
        found = re.search(r'name="csrf-token" content="([^"]+)"', self.get("/sign-in").text)
        assert found
        return found[1]

    def become(self, login: str) -> httpx.Response:
        return self.post("/demo/become", data={"csrf_token": self.token(), "login": login})

    def move(self, step: DemoStep) -> httpx.Response:
        return self.post(
            "/demo/clock", data={"csrf_token": self.token(), "step": step.value, "next": "/tasks"}
        )


def mover_of(office: OfficeProcess, *, is_replaying: bool = False) -> DemoMover:
    return DemoMover(lambda: office.clock, lambda: is_replaying)


def test_a_process_that_begins_each_day_does_so_by_the_clock_of_the_office(office: OfficeProcess) -> None:
    """The machine's day is another: a timer that counted from it would begin nothing for months."""
    (due,) = [
        row[0] for row in read_store(office, "SELECT due_at FROM timer WHERE target_id = 'Start_DayBegun'")
    ]
    assert 0 < due / 1000 - office.now().timestamp() <= timedelta(days=1).total_seconds()


def last_move(office: OfficeProcess) -> DemoMove:
    with office.clock.database.read() as session:
        rows = session.query(DemoMove).order_by(DemoMove.asked_at.desc()).all()
        session.expunge_all()
    return rows[0]


def test_a_visitor_becomes_a_clerk_moves_a_day_on_and_reads_what_that_did(office: OfficeProcess) -> None:
    """UX-38, UX-62: nobody types a password, and the clock says what it did: a limit that ended, a task that came."""
    mover = mover_of(office)
    with Visitor(office.address) as visitor:
        assert "退出" in visitor.become(CLERK).text
        before = office.now()
        asked = visitor.move(DemoStep.DAY)
        assert "时钟正在往后走" in asked.text
        assert visitor.move(DemoStep.DAY).status_code == 409  # one after the other
        mover.step()
        told = visitor.get("/demo/clock?next=/tasks").text
        assert before + timedelta(days=1) <= office.now() < before + timedelta(days=1, minutes=5)
        assert "data-move-ended" in told
        assert "时限转为" in told
        assert '<a class="button button-secondary" href="/tasks">' in told
        assert "退出" not in visitor.become("").text


def test_the_next_end_of_a_limit_is_reached_and_counted(office: OfficeProcess) -> None:
    """UX-62: what did the step do? That limit is over now, and the page counts exactly the rungs reached on the way."""
    with office.clock.database.read() as session:
        rows = session.query(Clock.due_at).filter(Clock.stopped_at.is_(None), Clock.due_at > office.now())
        due = min(row.due_at for row in rows)
    with Visitor(office.address) as visitor:
        visitor.move(DemoStep.NEXT)
        mover_of(office).step()
        told = visitor.get("/demo/clock").text
    assert due <= office.now() < due + timedelta(minutes=5)
    over = re.search(r"<strong>(\d+)</strong><span>时限转为逾期", told)
    assert over
    assert int(over[1]) >= 1


def test_while_the_demo_is_lived_and_after_a_stop_the_bar_says_why_nothing_moved(
    office: OfficeProcess,
) -> None:
    """A move that another run left under way is ended, so that the next one can be asked for."""
    before = office.now()
    ask_demo_move(AskDemoMove(DemoStep.DAY), office.clock.make_unit())
    mover_of(office, is_replaying=True).step()
    assert last_move(office).fault == DemoFault.REPLAYING
    ask_demo_move(AskDemoMove(DemoStep.DAY), office.clock.make_unit())
    with office.clock.make_unit() as unit:
        begin_demo_move(unit)
    mover_of(office).step()  # a fresh one, as after a start: what is under way was left by the run before
    assert last_move(office).fault == DemoFault.INTERRUPTED
    assert office.now() < before + timedelta(hours=1)
    with Visitor(office.address) as visitor:
        assert "系统在拨动途中停止过" in visitor.get("/demo/clock").text
