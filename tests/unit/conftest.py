"""Use cases are asked on SQLite in `make test`, some of every file on PostgreSQL too in `make check`, each in `make prove-whole`.

What is written for the sake of one of the two is asked on both in tests/store_app and tests/both_databases.
"""

from __future__ import annotations

import os
from collections import defaultdict
from pathlib import Path

import pytest

from models.store.database import Database
from models.vault.keyring import Keyring

HERE = Path(__file__).parent
# A statement takes longer there: all of them are more than the rest of `make check`.
EVERY = 1 if os.environ.get("PROVE") == "1" else 24


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Of each file the first test on PostgreSQL stays, and every twenty-fourth after it."""
    seen: defaultdict[Path, int] = defaultdict(int)
    left: list[pytest.Item] = []
    stays: list[pytest.Item] = []
    for item in items:
        is_here = item.path.is_relative_to(HERE) and _is_on_postgresql(item)
        (left if is_here and seen[item.path] % EVERY else stays).append(item)
        seen[item.path] += is_here
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = stays


def _is_on_postgresql(item: pytest.Item) -> bool:
    callspec = getattr(item, "callspec", None)
    return callspec is not None and callspec.params.get("office_database") == "postgres"


@pytest.fixture(
    params=["sqlite", pytest.param("postgres", marks=pytest.mark.check)], ids=["sqlite", "postgresql"]
)
def office_database(request: pytest.FixtureRequest, keyring: Keyring) -> Database:
    """A set-up office on each of the two databases."""
    office: Database = request.getfixturevalue(f"{request.param}_office")
    return office
