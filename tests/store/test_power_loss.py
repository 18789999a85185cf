"""What a power cut leaves of acknowledged commits; the shipped store over a disk that forgets."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.state.batch import Batch
from engine.state.message import Message
from engine.state.opening import STORE_FILE, open_store
from engine.state.store import Store, fill_batch
from tests.store.power_loss import ApswConnection, FragileDisk, write_survivors
from tests.store.samples import as_rows

COMMITS = 12


def moments_of_commits(synchronous: str) -> list[tuple[int, dict[str, bytes]]]:
    """Commit and acknowledge messages one by one; the last moment is after the last acknowledgement."""
    disk = FragileDisk(f"fragile-{synchronous}")
    connection = ApswConnection(Path("/fragile") / STORE_FILE, disk, synchronous)
    store = Store(connection)
    for number in range(1, COMMITS + 1):
        batch = Batch()
        message = Message(number, "登记", "key", "", 1, 2, {"内容": "x" * 3000})
        fill_batch(batch, as_rows([message]), [])
        store.write(batch)
        disk.acknowledged = number
    disk.note_operation()
    moments = list(disk.moments)
    # Closing syncs everything; it comes after the moments that count.
    connection.close()
    return moments


def recovered_messages(folder: Path) -> list[int]:
    opened = open_store(folder)
    try:
        return [entity.key for entity in opened.store.load() if isinstance(entity, Message)]
    finally:
        opened.close()


def test_no_acknowledged_commit_is_lost_with_full_synchronisation(tmp_path: Path) -> None:
    acknowledged, durable = moments_of_commits("FULL")[-1]
    write_survivors(durable, tmp_path)
    assert acknowledged == COMMITS
    assert recovered_messages(tmp_path) == list(range(1, COMMITS + 1))


@pytest.mark.parametrize("synchronous", ["OFF", "NORMAL"])
def test_the_same_cut_does_lose_commits_with_weaker_synchronisation(tmp_path: Path, synchronous: str) -> None:
    acknowledged, durable = moments_of_commits(synchronous)[-1]
    write_survivors(durable, tmp_path)
    assert acknowledged == COMMITS
    assert len(recovered_messages(tmp_path)) < COMMITS


def test_power_cut_before_any_disk_operation_loses_nothing_acknowledged(tmp_path: Path) -> None:
    moments = moments_of_commits("FULL")
    assert len(moments) > 5 * COMMITS
    for moment, (acknowledged, durable) in enumerate(moments):
        folder = tmp_path / str(moment)
        folder.mkdir()
        write_survivors(durable, folder)
        assert recovered_messages(folder) in (
            list(range(1, acknowledged + 1)),
            list(range(1, acknowledged + 2)),
        )
