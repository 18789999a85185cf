"""Use cases are asked on SQLite in `make test` and on PostgreSQL too in `make check`.

What is written for the sake of one of the two is asked on both in tests/store_app and tests/both_databases.
"""

from __future__ import annotations

import pytest

from models.store.database import Database
from models.vault.keyring import Keyring


@pytest.fixture(
    params=["sqlite", pytest.param("postgres", marks=pytest.mark.check)], ids=["sqlite", "postgresql"]
)
def office_database(request: pytest.FixtureRequest, keyring: Keyring) -> Database:
    """A set-up office on each of the two databases."""
    office: Database = request.getfixturevalue(f"{request.param}_office")
    return office
