"""An office on each of the two databases for this folder."""

from __future__ import annotations

import pytest

from models.store.database import Database
from tests.office import Office


@pytest.fixture
def office(office_database: Database) -> Office:
    """A set-up office at 2026-09-07 10:00."""
    return Office(office_database)
