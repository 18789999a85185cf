"""An office whose engine lost its store, got an older one or another office's, and what a comparison says of it."""

from __future__ import annotations

import shutil
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from adapters.camunda_monitor import CamundaMonitor
from deploy.keys_seen import find_newest_key
from deploy.reconciling import Stores
from engine.state.reader import Reader
from models.case.task import Task
from models.ledger.inbox import InboxRow
from models.ledger.outbox import OutboxRow
from models.office.engine_anchor import EngineAnchor, StoreState
from models.office.standstill import Standstill, StandstillKind
from services.anchor.judge_store import Judged, judge_store
from services.reconcile.compare import compare_stores
from services.reconcile.difference import Differing, Reconciled
from tests.outbox_rows import is_outbox_empty
from tests.postgres import PostgresServer
from tests.workers.engine_office import EngineOffice
from tests.workers.moments import calm

STORE = "engine"


def compare(running: EngineOffice) -> Reconciled:
    """Two looks; between them what was on its way arrives where the workers run."""
    monitor = CamundaMonitor(running.http)
    return compare_stores(running.office.unit_of_work, running.engine, monitor, lambda: None)


def differences(running: EngineOffice) -> set[str]:
    """The codes of what differs."""
    return {one.difference.value for one in compare(running).differing}


def copy_store(running: EngineOffice, name: str) -> Path:
    """Put the engine's store aside as it is now, everything else stopped."""
    running.server.stop()
    copy = running.folder / name
    shutil.copytree(running.folder / STORE, copy)
    running.server.start()
    pin(running)
    return copy


def put_store(running: EngineOffice, copy: Path | None) -> None:
    """The engine begins with this store, or none, as `deploy` starts it: told which keys the office has seen."""
    running.server.stop()
    shutil.rmtree(running.folder / STORE)
    if copy is not None:
        shutil.copytree(copy, running.folder / STORE)
    running.server.keys_after = find_newest_key(running.office.database.engine)
    running.server.start()
    pin(running)
    (running.folder / "installed.json").unlink(missing_ok=True)
    running.install()


@dataclass
class KeptDatabase:
    """The office's database as it stood at a moment, on either database; the workers are stopped then and at `put_back`."""

    running: EngineOffice
    server: PostgresServer | None
    _kept: str = ""

    def keep(self) -> None:
        """As a backup of this moment."""
        database = self.running.office.database
        # Closed, so that all of a file stands in the one file, and a server may copy it.
        database.dispose()
        if self.server is None:
            shutil.copyfile(self.running.folder / "office.db", self.running.folder / "before.db")
        else:
            self._kept = str(self.server.create_database(database.engine.url.database).database)

    def put_back(self) -> None:
        """As a restore of it."""
        database = self.running.office.database
        database.dispose()
        if self.server is None:
            for part in ("office.db-wal", "office.db-shm"):
                (self.running.folder / part).unlink(missing_ok=True)
            shutil.copyfile(self.running.folder / "before.db", self.running.folder / "office.db")
        else:
            self.server.replace_database(database.engine.url, self._kept)
            self.server.drop_database(database.engine.url.set(database=self._kept))


def pin(running: EngineOffice) -> None:
    running.server.pin_clock(int(running.office.clock.now().timestamp() * 1000))


def judge(running: EngineOffice) -> Judged:
    """Whose the engine's store is."""
    return judge_store(running.office.unit_of_work, running.engine, CamundaMonitor(running.http))


def mend(running: EngineOffice, found: Reconciled) -> list[Differing]:
    """As `jieban reconcile --repair`; then the workers go on."""
    stores = Stores(running.office.unit_of_work, running.engine, CamundaMonitor(running.http))
    return stores.repair(found, stores.judge())


def anchor(running: EngineOffice) -> EngineAnchor:
    """The row, as the workers have left it."""
    (row,) = running.office.rows(EngineAnchor)
    return row


def refuse(running: EngineOffice, state: StoreState) -> None:
    """The workers begin on a store that is not the office's as it was left: they say so, do no job and tell nothing."""
    before = done(running)
    running.start_workers()
    running.wait_for(
        lambda: [row.state for row in running.office.rows(EngineAnchor)] == [state],
        f"the store is told as {state}",
    )
    assert [row.facts for row in running.office.rows(Standstill, kind=StandstillKind.STORE)] == [
        {"state": state.value}
    ]
    running.stop_workers()
    assert done(running) == before


def done(running: EngineOffice) -> tuple[object, ...]:
    """Jobs that were done, messages that were told, and tasks as they stand."""
    office = running.office
    sent = [row.id for row in office.rows(OutboxRow) if row.sent_at is not None]
    tasks = {row.user_task_key: row.state for row in office.rows(Task)}
    return {row.job_key for row in office.rows(InboxRow)}, sent, tasks


@contextmanager
def searches_at(running: EngineOffice) -> Iterator[Callable[[], None]]:
    """Within it the call lets all searches show what they show now, however much the engine goes on; then the present again."""
    runtime = running.server.runtime
    held = Reader(runtime.store_path)
    held.hold()
    shown = runtime._searches._held

    def hold() -> None:
        shown.append((0.0, held))

    try:
        yield hold
    finally:
        running.server.run(_let_go(shown))
        held.close()


async def _let_go(shown: deque[tuple[float, Reader]]) -> None:
    """On the engine's loop, so that no search is under way."""
    shown.clear()


def agree(running: EngineOffice) -> None:
    """Until nothing is on its way; nothing may differ then."""
    running.wait_for(lambda: is_outbox_empty(running.office.unit_of_work), "everything told")
    calm(running)
    assert compare(running).differing == ()
