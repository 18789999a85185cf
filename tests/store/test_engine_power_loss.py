"""A working engine on a disk that loses power: what recovers is the state of a moment, never a mixture."""

from __future__ import annotations

import copy
from pathlib import Path

from engine.processing.answers import JobsActivated
from engine.processing.commands import ActivateJobs, Command, CompleteJob, Deploy, PublishMessage, Resource
from engine.processing.core import Core
from engine.state.batch import Batch
from engine.state.opening import STORE_FILE, open_store
from engine.state.store import Store, fill_batch
from tests.gateway import diagrams
from tests.store.power_loss import ApswConnection, FragileDisk, write_survivors

ORDERS = 8
NOW = 1_788_138_000_000  # 2026-08-31T01:00:00Z


class FragileEngine:
    """Core and store without a server, committing after every command; `dumps[n]` is the state after n commits."""

    def __init__(self, disk: FragileDisk) -> None:
        self._disk = disk
        self.connection = ApswConnection(Path("/fragile") / STORE_FILE, disk)
        self._store = Store(self.connection)
        self._core = Core.load([])
        self.dumps = [copy.deepcopy(self._core.state.dump())]

    def commit(self, command: Command) -> object:
        [answer] = self._core.process(command, NOW, request_id=1)
        dirty, batch = self._core.drain_dirty(), Batch()
        fill_batch(batch, dirty.upserts, dirty.deletes)
        self.dumps.append(copy.deepcopy(self._core.state.dump()))
        self._store.write(batch)
        self._disk.acknowledged += 1
        return answer.result


def work(engine: FragileEngine) -> None:
    """Orders come in and are worked off, a command a commit."""
    engine.commit(Deploy((Resource("order.bpmn", diagrams.ORDER),)))
    for number in range(ORDERS):
        engine.commit(PublishMessage("order.placed", f"A-{number}", {"number": number}, 60_000, "m"))
        activated = engine.commit(ActivateJobs("work", "w", 60_000, 1))
        assert isinstance(activated, JobsActivated)
        engine.commit(CompleteJob(activated.jobs[0].key, {"stamp": "已办"}))


def recovered_dump(folder: Path) -> dict[str, object]:
    opened = open_store(folder)
    try:
        return Core.load(opened.store.load()).state.dump()
    finally:
        opened.close()


def test_every_cut_leaves_exactly_the_acknowledged_state_or_the_one_being_committed(tmp_path: Path) -> None:
    disk = FragileDisk("engine")
    engine = FragileEngine(disk)
    work(engine)
    disk.note_operation()
    moments = list(disk.moments)
    engine.connection.close()
    assert moments[-1][0] == 1 + 3 * ORDERS
    for number, (acknowledged, durable) in enumerate(moments[:: max(1, len(moments) // 150)] + moments[-1:]):
        folder = tmp_path / str(number)
        folder.mkdir()
        write_survivors(durable, folder)
        assert recovered_dump(folder) in engine.dumps[acknowledged : acknowledged + 2]
