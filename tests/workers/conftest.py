"""An office with a real engine and, where asked for, running workers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from models.database import Database
from models.keyring import Keyring
from tests.database import keyring, sqlite_template
from tests.full_office import FullOffice, full_office
from tests.workers.engine_office import EngineOffice, engine_office

__all__ = ["keyring", "sqlite_template"]


@pytest.fixture
def office(tmp_path: Path, sqlite_template: Path, keyring: Keyring) -> Iterator[FullOffice]:
    """A set-up office on SQLite."""
    path = tmp_path / "office.db"
    path.write_bytes(sqlite_template.read_bytes())
    database = Database(f"sqlite:///{path}")
    yield full_office(database, tmp_path)
    database.dispose()


@pytest.fixture
def running(office: FullOffice, tmp_path: Path) -> Iterator[EngineOffice]:
    """The office with an engine whose clock stands with the office's, and workers."""
    with engine_office(office, tmp_path) as running:
        running.start_workers()
        yield running
