"""Fixtures of a fresh office database on SQLite and on PostgreSQL, with a keyring in use.

A folder uses them by importing the names in its conftest.py; both databases are copies of one migrated template.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from models.database import Database
from models.key_file import create_key_file
from models.keyring import Keyring, use_keyring
from models.migrations import migrate
from tests.postgres import PostgresServer, postgres_server

__all__ = ["database", "keyring", "postgres_server", "postgres_template", "sqlite_template"]


@cache
def keys_of_this_process() -> Keyring:
    """The one keyring of all folders, so that their tests may come in any order."""
    with TemporaryDirectory() as folder:
        return create_key_file(Path(folder) / "vault.key")


@pytest.fixture(scope="session")
def keyring() -> Keyring:
    """The keys of the test session, in use by all column types; `tests/conftest.py` puts them back before each test."""
    use_keyring(keys_of_this_process())
    return keys_of_this_process()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    path = tmp_path_factory.mktemp("template") / "office.db"
    database = Database(f"sqlite:///{path}")
    migrate(database)
    database.dispose()
    return path


@pytest.fixture(scope="session")
def postgres_template(postgres_server: PostgresServer) -> Iterator[str]:
    """A migrated PostgreSQL database to copy, by its name."""
    url = postgres_server.create_database()
    database = Database(url.render_as_string(hide_password=False))
    migrate(database)
    database.dispose()
    yield str(url.database)
    postgres_server.drop_database(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path, keyring: Keyring) -> Iterator[Database]:
    """An empty office on each of the two databases."""
    if request.param == "sqlite":
        path = tmp_path / "office.db"
        shutil.copyfile(request.getfixturevalue("sqlite_template"), path)
        database = Database(f"sqlite:///{path}")
        yield database
        database.dispose()
        return
    template = request.getfixturevalue("postgres_template")
    server: PostgresServer = request.getfixturevalue("postgres_server")
    url = server.create_database(template)
    database = Database(url.render_as_string(hide_password=False))
    yield database
    database.dispose()
    server.drop_database(url)
