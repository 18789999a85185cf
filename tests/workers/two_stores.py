"""An office whose engine lost its store, got an older one or another office's, and what a comparison says of it."""

from __future__ import annotations

import shutil
from pathlib import Path

from adapters.camunda_monitor import CamundaMonitor
from deploy.keys_seen import find_newest_key
from services.reconcile.compare import compare_stores
from services.reconcile.difference import Differing, Reconciled
from services.reconcile.repair import repair
from tests.outbox_rows import is_outbox_empty
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


def pin(running: EngineOffice) -> None:
    running.server.pin_clock(int(running.office.clock.now().timestamp() * 1000))


def mend(running: EngineOffice, found: Reconciled) -> list[Differing]:
    """As `jieban reconcile --repair`; then the workers go on."""
    return repair(found.differing, running.office.unit_of_work)


def agree(running: EngineOffice) -> None:
    """Until nothing is on its way; nothing may differ then."""
    running.wait_for(lambda: is_outbox_empty(running.office.unit_of_work), "everything told")
    calm(running)
    assert compare(running).differing == ()
