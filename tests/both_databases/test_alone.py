"""What one process of an office does at a time: the second waits, on another machine too, and a killed one lets go."""

from __future__ import annotations

import threading
from pathlib import Path

from deploy.alone import Doing, alone
from models.store.database import Database


def test_the_second_waits_for_the_first(database: Database, tmp_path: Path) -> None:
    """SE-5: workers that start at once install one after another; with PostgreSQL the folders are those of two machines."""
    other = tmp_path if database.is_sqlite else tmp_path / "other machine"
    begun, order = threading.Event(), []

    def second() -> None:
        begun.set()
        with alone(Doing.INSTALL, other, database):
            order.append("second")

    thread = threading.Thread(target=second)
    with alone(Doing.INSTALL, tmp_path, database):
        thread.start()
        assert begun.wait(10)
        with alone(Doing.MIGRATE, tmp_path, database):  # another thing waits for nobody
            thread.join(0.3)
        order.append("first")
    thread.join(10)
    assert order == ["first", "second"]


def test_whoever_fails_lets_go(database: Database, tmp_path: Path) -> None:
    for _ in range(2):
        try:
            with alone(Doing.MIGRATE, tmp_path, database):
                raise KeyError
        except KeyError:
            continue
