"""An office on the engine's core, with every shipped file deployed."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.store.database import Database
from tests.full_office import FullOffice
from tests.mutated.core_office import CoreOffice


@pytest.fixture
def office(sqlite_office: Database, tmp_path: Path) -> CoreOffice:
    """A set-up office at 2026-09-07 10:00 Beijing time."""
    return CoreOffice(FullOffice(sqlite_office, folder=tmp_path))
