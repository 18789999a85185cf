"""An office with all ports on each of the two databases."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.store.database import Database
from tests.full_office import FullOffice


@pytest.fixture
def office(office_database: Database, tmp_path: Path) -> FullOffice:
    """A set-up office at 2026-09-07 10:00."""
    return FullOffice(office_database, folder=tmp_path)
