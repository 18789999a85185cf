"""A machine's clock that is off from the record, the database's server or the engine's is told, with the seconds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from adapters.camunda_http import CamundaHttp
from adapters.camunda_monitor import CamundaMonitor
from models.ground.errors import OutsideUnavailable
from services.health.clock_skew import OFF_DATABASE, OFF_ENGINE, OFF_SECONDS, warn_of_clock_step
from services.health.office_state import CLOCK, DATABASE, OfficeWatch, Readiness
from services.health.watched_part import PartStatus
from tests.engine_server import running_engine
from tests.full_office import FullOffice
from tests.office import SetClock
from tests.web.pages import EngineAway

READ_SECONDS = 20.0


class EngineAt(EngineAway):
    """An engine whose machine's clock stands somewhere."""

    def __init__(self, moment: datetime) -> None:
        super().__init__(ready=True)
        self._moment = moment

    def read_time(self) -> datetime:
        return self._moment


def watch(office: FullOffice, engine: EngineAway | None = None) -> OfficeWatch:
    """Looks at this office."""
    ports = office.unit_of_work().ports
    engine = engine or EngineAt(office.system_clock.now())
    return OfficeWatch(office.unit_of_work, engine, ports, office.folder / "workers.heartbeat")  # type: ignore[arg-type]  # the port in part


def right(office: FullOffice) -> FullOffice:
    """An office whose machine has the right time."""
    office.system_clock = SetClock()
    office.system_clock.moment = datetime.now(UTC)
    return office


def test_a_right_clock_is_no_news(office: FullOffice) -> None:
    state = watch(right(office)).read(READ_SECONDS)
    assert state.parts[CLOCK].status is PartStatus.OK
    off = state.parts[DATABASE].figures[OFF_DATABASE]
    assert off is None if office.database.is_sqlite else abs(float(off or 0)) < OFF_SECONDS


def test_a_clock_that_went_back_stands_before_the_record(office: FullOffice) -> None:
    """SE-46: an hour back, a restart, and the next event would be older than the last."""
    right(office).file()
    office.clock.moment -= timedelta(hours=1)
    watched = watch(office)
    state = watched.read(READ_SECONDS)
    assert state.parts[CLOCK].status is PartStatus.DOWN
    assert state.readiness is Readiness.DEGRADED
    with capture_logs() as lines:
        warn_of_clock_step(lambda: watched.read(READ_SECONDS).parts)
    assert [(line["event"], line["kind"], line["seconds"]) for line in lines] == [
        ("clock_is_off", "clock_behind_record_seconds", 3600.0)
    ]


@pytest.mark.parametrize("seconds", [-40, 40])
def test_a_clock_that_differs_from_the_databases_is_told(office: FullOffice, seconds: int) -> None:
    """SE-46: with a server of its own; SQLite's clock is the machine's."""
    right(office)
    office.system_clock.moment += timedelta(seconds=seconds)  # type: ignore[attr-defined]  # a SetClock
    state = watch(office).read(READ_SECONDS)
    off = state.parts[DATABASE].figures[OFF_DATABASE]
    if office.database.is_sqlite:
        assert off is None
        return
    assert float(off or 0) == pytest.approx(seconds, abs=8)
    assert state.parts[CLOCK].status is PartStatus.DOWN


@pytest.mark.parametrize(
    ("seconds", "status"), [(2, PartStatus.OK), (-75, PartStatus.DOWN), (75, PartStatus.DOWN)]
)
def test_a_clock_that_differs_from_the_engines_is_told(
    office: FullOffice, seconds: int, status: PartStatus
) -> None:
    """SE-46: leases and timers go by the engine's clock, limits by ours."""
    theirs = right(office).system_clock.now() - timedelta(seconds=seconds)
    state = watch(office, EngineAt(theirs)).read(READ_SECONDS)
    assert state.parts[CLOCK].status is status
    assert state.parts["engine"].figures[OFF_ENGINE] == seconds


def test_the_engine_tells_its_machines_time_also_while_its_own_stands(tmp_path: Path) -> None:
    with running_engine(tmp_path / "engine") as server:
        server.pin_clock(1_000_000_000_000)
        http = CamundaHttp(server.rest_address)
        told = CamundaMonitor(http).read_time()
        http.close()
    assert told is not None
    assert abs((datetime.now(UTC) - told).total_seconds()) < READ_SECONDS
    with pytest.raises(OutsideUnavailable):
        CamundaMonitor(CamundaHttp("http://127.0.0.1:1")).read_time()
