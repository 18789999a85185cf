"""The two databases and an office on each for this folder."""

from __future__ import annotations

import pytest

from models.database import Database
from tests.database import database, keyring, postgres_server, postgres_template, sqlite_template
from tests.office import Office

__all__ = ["database", "keyring", "office", "postgres_server", "postgres_template", "sqlite_template"]


@pytest.fixture
def office(database: Database) -> Office:
    """A set-up office at 2026-09-07 10:00."""
    office = Office(database)
    office.set_up()
    return office
