"""How files grow under steady load: engine store and office database after ten windows against after two.

One unit of work: an instance of a one-task process whose job is answered once, as a worker does it, with a message sent
for its case. A window is a day and a minute of the engine's clock, moved; history stays for a day. Nothing else is kept out: the
engine deletes and the workers' sweep runs as in an office. Run by `make bench`; a smaller one in `make test`.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, cast

from sqlalchemy import text

from adapters.camunda_http import CamundaHttp
from adapters.camunda_monitor import CamundaMonitor
from bench.engine_commits import DIAGRAM
from engine.core.answers import JobsActivated
from engine.core.commands import ActivateJobs, CompleteJob, CreateInstance, Deploy, Resource
from engine.runtime import Runtime
from engine.server import EngineServer
from engine.settings import EngineSettings
from engine.state.store import KEPT_FREE
from models.ground.ids import new_id
from models.ledger.outbox import NewMessage, add_message
from models.store.database import Database
from models.store.migrations import migrate
from services.once.once_per_job import JobIdentity, once_per_job
from services.ports.outside import Ports
from services.retention.sweep_ledger import Place, sweep_ledger
from services.unit_of_work import Unit, UnitOfWork

WINDOWS: Final = 10
COMPARED_WITH: Final = 2
UNITS: Final = 300
AT_ONCE: Final = 25
BEGIN: Final = datetime.fromisoformat("2026-09-07T10:00+08:00")
PAGE: Final = 4096
_IDLE_SECONDS: Final = 60.0


@dataclass
class MovedClock:
    """Stands where a window put it; both clocks of the office."""

    moment: datetime = BEGIN

    def now(self) -> datetime:
        """The moment."""
        return self.moment


@dataclass(frozen=True)
class ClockPorts:
    """The part of the ports that the ledger touches."""

    clock: MovedClock
    system_clock: MovedClock


@dataclass(frozen=True)
class Sizes:
    """Bytes after one window, of the files as they are once their logs are taken over; free pages count.

    Only what is more than in empty ones.
    """

    engine: int
    office: int


async def measure(folder: Path, windows: int = WINDOWS, units: int = UNITS) -> list[Sizes]:
    """The sizes after each window of so many units."""
    settings = EngineSettings(
        data_dir=folder / "engine", grpc_port=0, rest_port=0, retention_days=1, shown_seconds=0.0
    )
    server = EngineServer(settings, Runtime(settings))
    ports = await server.start()
    database = Database(f"sqlite:///{folder / 'office.sqlite3'}")
    await asyncio.to_thread(migrate, database)
    http = CamundaHttp(f"http://{ports.host}:{ports.rest_port}")
    load = _Load(server.runtime, database, CamundaMonitor(http))
    await load.runtime.execute(Deploy((Resource("one-task.bpmn", DIAGRAM.encode()),)))
    sizes = []
    for window in range(windows):
        await load.move_to(window)
        for start in range(0, units, AT_ONCE):
            await asyncio.gather(*(load.unit() for _ in range(start, min(start + AT_ONCE, units))))
        await load.rest()
        sizes.append(load.sizes())
    http.close()
    database.dispose()
    await server.stop()
    return sizes


class _Load:
    def __init__(self, runtime: Runtime, database: Database, monitor: CamundaMonitor) -> None:
        self.runtime = runtime
        self._database = database
        self._monitor = monitor
        self._clock = MovedClock()
        self._place = Place()
        self._empty_pages = self._count_pages()
        self._empty_store = self._count_store()

    async def move_to(self, window: int) -> None:
        self._clock.moment = BEGIN + window * timedelta(days=1, minutes=1)
        await self.runtime.pin_clock(round(self._clock.moment.timestamp() * 1000))

    async def unit(self) -> None:
        await self.runtime.execute(CreateInstance("one-task"))
        poll = ActivateJobs(type="bench", worker="bench", timeout_ms=60_000, max_jobs=1)
        [job] = cast(JobsActivated, await self.runtime.execute(poll)).jobs
        keys = (str(job.key), str(job.element_instance_key), "bench", str(job.process_instance_key))
        await asyncio.to_thread(self._answer, JobIdentity(*keys))
        await self.runtime.execute(CompleteJob(job.key))

    def _answer(self, job: JobIdentity) -> None:
        with self._make_unit() as unit:
            once_per_job(job, unit, lambda: _send(unit, job))

    async def rest(self) -> None:
        """What the rest of the day is enough for: the engine is done with what is due, the sweep comes round."""
        ended = round((self._clock.moment - timedelta(days=1)).timestamp() * 1000)
        sql = "SELECT count(*) FROM process_instance WHERE ended_at <= ?"
        limit = time.monotonic() + _IDLE_SECONDS
        while self.runtime.read().execute(sql, (ended,))[0][0] or self._has_spare_pages():
            if time.monotonic() > limit:
                break
            await asyncio.sleep(0.05)
        while await asyncio.to_thread(sweep_ledger, self._make_unit, self._monitor, self._place):
            pass

    def sizes(self) -> Sizes:
        store, office = self._count_store() - self._empty_store, self._count_pages() - self._empty_pages
        return Sizes(store * PAGE, office * PAGE)

    def _has_spare_pages(self) -> bool:
        free = int(self.runtime.read().execute("PRAGMA freelist_count")[0][0])
        return free > self._count_store() * KEPT_FREE

    def _count_store(self) -> int:
        return int(self.runtime.read().execute("PRAGMA page_count")[0][0])

    def _count_pages(self) -> int:
        with self._database.read() as session:
            return int(session.scalar(text("PRAGMA page_count")) or 0)

    def _make_unit(self) -> UnitOfWork:
        return UnitOfWork(self._database, cast(Ports, ClockPorts(self._clock, self._clock)))


def _send(unit: Unit, job: JobIdentity) -> dict[str, object]:
    case = new_id()
    now = unit.clock.now()
    message = NewMessage("publish_message", {"message_id": case}, f"s:{case}", case, job.job_key, now)
    add_message(unit.session, message).sent_at = now
    return {"case": case}


def ratios(sizes: list[Sizes]) -> tuple[float, float]:
    """The last window against the second, for engine and office."""
    early, last = sizes[COMPARED_WITH - 1], sizes[-1]
    return last.engine / early.engine, last.office / early.office


def main() -> None:
    """Print the sizes of each window and the two ratios."""
    with tempfile.TemporaryDirectory() as name:
        sizes = asyncio.run(measure(Path(name)))
    for number, size in enumerate(sizes, 1):
        sys.stdout.write(
            f"window {number:2}   engine {size.engine / 1e6:6.2f} MB   office {size.office / 1e6:6.2f} MB\n"
        )
    engine, office = ratios(sizes)
    sys.stdout.write(
        f"after {WINDOWS} windows of {UNITS} units against after {COMPARED_WITH}: engine {engine:.2f}, office {office:.2f}"
        " (wanted: at most 1.5)\n"
    )


if __name__ == "__main__":
    main()
