"""An office with a real engine and, where asked for, running workers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from models.store.database import Database
from tests.full_office import FullOffice
from tests.workers.engine_office import EngineOffice, engine_office


@pytest.fixture
def office(sqlite_office: Database, tmp_path: Path) -> FullOffice:
    """A set-up office on SQLite."""
    return FullOffice(sqlite_office, folder=tmp_path)


@pytest.fixture
def running(office: FullOffice, tmp_path: Path) -> Iterator[EngineOffice]:
    """The office with an engine whose clock stands with the office's, and workers."""
    with engine_office(office, tmp_path) as running:
        running.start_workers()
        yield running
