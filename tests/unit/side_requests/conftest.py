"""A set-up office on SQLite with an accepted case, copied from a template of the session.

What differs between the databases is proven in tests/both_databases.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from models.database import Database
from models.keyring import Keyring
from tests.database import keyring, sqlite_template
from tests.full_office import FullOffice, full_office
from tests.unit.side_requests.side_case import SideCase, side_case

__all__ = ["keyring", "sqlite_template"]


@pytest.fixture(scope="session")
def side_template(
    tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path, keyring: Keyring
) -> tuple[Path, SideCase]:
    """The file of an office at 2026-09-07 10:00 with one accepted case, and that case."""
    folder = tmp_path_factory.mktemp("side")
    path = folder / "office.db"
    path.write_bytes(sqlite_template.read_bytes())
    database = Database(f"sqlite:///{path}")
    case = side_case(full_office(database, folder))
    database.dispose()
    return path, case


@pytest.fixture
def office(tmp_path: Path, side_template: tuple[Path, SideCase]) -> Iterator[FullOffice]:
    """The office with its one case."""
    path = tmp_path / "office.db"
    path.write_bytes(side_template[0].read_bytes())
    database = Database(f"sqlite:///{path}")
    yield FullOffice(database, folder=tmp_path)
    database.dispose()


@pytest.fixture
def case(office: FullOffice, side_template: tuple[Path, SideCase]) -> SideCase:
    """The case of two claims, accepted as simple on 2026-09-07, in investigation by xun.wenshi."""
    return replace(side_template[1], office=office)
