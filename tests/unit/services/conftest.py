"""An office with all ports on each of the two databases."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.database import Database
from tests.database import database, keyring, postgres_server, postgres_template, sqlite_template
from tests.full_office import FullOffice, full_office

__all__ = ["database", "keyring", "postgres_server", "postgres_template", "sqlite_template"]


@pytest.fixture
def office(database: Database, tmp_path: Path) -> FullOffice:
    """A set-up office at 2026-09-07 10:00."""
    return full_office(database, tmp_path)
