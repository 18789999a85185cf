"""An engine whose clock is ahead of the office's by minutes: it is told to wait for longer, and no worker turns in a circle."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bpmn.names import JobType
from models.beside.supplement_request import SupplementRequest
from models.case.lifecycle import RequestState
from models.clock.clock import Clock
from models.ledger.inbox import InboxRow
from services.acts.take_act import TakeAct, take_act
from services.clocks.early_asks import FREE_ASKS
from tests.full_office import FullOffice
from tests.workers.engine_office import EngineOffice, engine_office
from tests.workers.moments import calm, set_moment
from tests.workers.test_side_processes import accept

# aiohttp 3.14 warns of a method that its own multipart reader calls.
pytestmark = pytest.mark.filterwarnings("ignore:unread_data:DeprecationWarning")

AHEAD = timedelta(minutes=10)
# 60 s, 120 s ... until the wait is longer than the lead; once more for whoever asks at the end of it.
MOST_LOOKS = FREE_ASKS + 5 + 1


@pytest.fixture
def running(office: FullOffice, tmp_path: Path) -> Iterator[EngineOffice]:
    with engine_office(office, tmp_path, search_lag_ms=0) as running:
        running.start_workers()
        yield running


def looks(running: EngineOffice, job_type: JobType) -> int:
    """How many jobs of this type were answered."""
    with running.office.database.read() as session:
        counted = select(func.count()).where(InboxRow.job_type == job_type.value)
        return session.scalar(counted) or 0


def lead(running: EngineOffice) -> None:
    """The engine goes `AHEAD` of the office, and everything that falls due by its clock alone happens."""
    ahead = running.office.clock.now() + AHEAD
    running.server.pin_clock(int(ahead.timestamp() * 1000))
    calm(running)


def test_a_window_asked_for_too_early_is_asked_a_few_times_and_over_in_time(running: EngineOffice) -> None:
    """The answer was the moment that the engine had passed, so that it asked again as fast as a worker answers."""
    office, case = running.office, accept(running)
    act = TakeAct(case, "request-supplement", {"items": "收据照片", "window_wd": 2})
    take_act(act, office.unit_of_work(), office.actor("xun.wenshi"))
    calm(running)
    (row,) = office.rows(SupplementRequest, complaint_id=case)
    set_moment(running, row.window_ends_at - timedelta(minutes=5))
    lead(running)
    assert 1 < looks(running, JobType.CHECK_SUPPLEMENT_WINDOW) <= MOST_LOOKS
    assert office.rows(SupplementRequest, complaint_id=case)[0].state is RequestState.OPEN
    office.clock.moment = row.window_ends_at + timedelta(minutes=20)
    lead(running)
    assert office.rows(SupplementRequest, complaint_id=case)[0].state is RequestState.EXPIRED


def test_the_watch_of_a_limit_is_no_incident_where_the_engine_is_ahead(running: EngineOffice) -> None:
    """Thirty looks within a minute are one: a diagram without a wait. One that waits is only told to wait for longer."""
    accept(running)
    calm(running)
    before = looks(running, JobType.CHECK_CLOCK)
    with running.office.database.read() as session:
        first = session.scalar(select(func.min(Clock.check_at)).where(Clock.stopped_at.is_(None)))
        due = len(session.scalars(select(Clock).where(Clock.stopped_at.is_(None))).all())
    set_moment(running, first - timedelta(minutes=5))
    lead(running)
    assert 0 < looks(running, JobType.CHECK_CLOCK) - before <= due * MOST_LOOKS
