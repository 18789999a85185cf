"""A set-up office on SQLite; what differs between the databases is proven in tests/both_databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from models.database import Database
from models.keyring import Keyring
from tests.database import keyring, sqlite_template
from tests.full_office import FullOffice, full_office
from tests.unit.side_requests.side_case import SideCase, side_case

__all__ = ["keyring", "sqlite_template"]


@pytest.fixture
def office(tmp_path: Path, sqlite_template: Path, keyring: Keyring) -> Iterator[FullOffice]:
    """A set-up office at 2026-09-07 10:00."""
    path = tmp_path / "office.db"
    path.write_bytes(sqlite_template.read_bytes())
    database = Database(f"sqlite:///{path}")
    yield full_office(database, tmp_path)
    database.dispose()


@pytest.fixture
def case(office: FullOffice) -> SideCase:
    """A case of two claims, accepted as simple on 2026-09-07, in investigation by xun.wenshi."""
    return side_case(office)
