"""Faults of the disk, of SQLite's files and of the clock."""

from __future__ import annotations

import fcntl
import os
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import timedelta

from models.ground.errors import OutsideUnavailable
from tests.faults.scene import Scene
from tests.up.office_up import is_gone


@contextmanager
def disk_full(scene: Scene) -> Iterator[None]:
    """SE-4: not a byte of room in the data folder."""
    filler = scene.data / "filler"
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(b"\0" * 65536)
    with filler.open("ab", buffering=0) as file, suppress(OSError):
        while file.write(b"\0"):
            pass
    yield
    filler.unlink()


@contextmanager
def database_locked(scene: Scene) -> Iterator[None]:
    """SE-24: another program writes the office's SQLite database and does not end."""
    with closing(_locker(scene.data / "jieban.sqlite3")) as other:
        yield
        other.rollback()


@contextmanager
def queue_held(scene: Scene) -> Iterator[None]:
    """A process that stands in the queue of writers and does not move."""
    with (scene.data / "jieban.sqlite3.lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def store_locked(scene: Scene) -> Iterator[None]:
    """Another program writes the engine's store: its commit fails, it begins again from the disk."""
    with closing(_locker(scene.data / "engine" / "engine.db")) as other:
        scene.hold(4.0)
        yield
        other.rollback()


@contextmanager
def store_read(scene: Scene) -> Iterator[None]:
    """A reader of the engine's store that keeps its log from being carried over."""
    with closing(sqlite3.connect(scene.data / "engine" / "engine.db", isolation_level=None)) as other:
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM meta").fetchall()
        yield


@contextmanager
def store_index_gone(scene: Scene) -> Iterator[None]:
    """The shared memory of the store's log disappears with a kill."""
    pid = scene.pid("engine")
    os.kill(pid, signal.SIGKILL)
    scene.up.wait_until(lambda: is_gone(pid))
    (scene.data / "engine" / "engine.db-shm").unlink(missing_ok=True)
    yield


@contextmanager
def store_held(scene: Scene) -> Iterator[None]:
    """Another engine holds the store when this one comes back."""
    pid = scene.pid("engine")
    with (scene.data / "engine" / "engine.lock").open("a") as file:
        os.kill(pid, signal.SIGKILL)
        scene.up.wait_until(lambda: is_gone(pid))
        scene.up.wait_until(lambda: _is_held(file))
        yield


@contextmanager
def heartbeat_gone(scene: Scene) -> Iterator[None]:
    """The folder of the workers' sign of life is taken away."""
    for file in (scene.data / "run").glob("workers.*"):
        file.unlink()
    yield


@contextmanager
def engine_clock_back(scene: Scene) -> Iterator[None]:
    """Somebody sets the engine's clock back by an hour."""
    for _ in range(3):
        with suppress(OutsideUnavailable):
            scene.office.clock.engine.time.pin(scene.office.now() - timedelta(hours=1))
        scene.hold(0.5)
    yield


@contextmanager
def clock_jump(scene: Scene) -> Iterator[None]:
    """The office's clock leaps by ten minutes, and the engine's with it."""
    scene.office.jump(600)
    yield


def _locker(path: object) -> sqlite3.Connection:
    other = sqlite3.connect(str(path), timeout=20, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    return other


def _is_held(file: object) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)  # type: ignore[arg-type]  # an open file
    except BlockingIOError:
        return False
    return True
