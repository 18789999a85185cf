"""The office of these tests, on each of the two databases."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL

from models.store.database import Database
from models.vault.keyring import Keyring
from tests.backup.places import IS_WHOLE, Places
from tests.backup.standing_office import StandingOffice, settings_of, stand
from tests.postgres import PostgresServer, find_binaries


@pytest.fixture
def standing(sqlite_office_template: Path, keyring: Keyring, tmp_path: Path) -> Iterator[StandingOffice]:
    """On SQLite."""
    settings = settings_of(tmp_path / "office", None)
    settings.data.mkdir(mode=0o700)
    shutil.copyfile(sqlite_office_template, settings.sqlite_file)
    database = Database(settings.sqlalchemy_url)
    yield stand(settings, database, None)
    database.dispose()


AS_A_WHOLE = pytest.mark.skipif(not IS_WHOLE, reason="a part of make prove-whole")


def take_server(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> PostgresServer:
    """The server of this session; its own programs are on the path."""
    server: PostgresServer = request.getfixturevalue("postgres_server")
    monkeypatch.setenv("PATH", f"{find_binaries()}:{os.environ['PATH']}")
    return server


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=AS_A_WHOLE)])
def places(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Places]:
    """Of an office and of those that are restored from its backups, on each of the two databases."""
    made = Places(None if request.param == "sqlite" else take_server(request, monkeypatch))
    yield made
    made.close()


@pytest.fixture
def on_server(
    request: pytest.FixtureRequest, keyring: Keyring, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[StandingOffice]:
    """On PostgreSQL, whose own programs are on the path."""
    server = take_server(request, monkeypatch)
    made: list[URL] = []

    def create(template: str | None = None) -> URL:
        made.append(server.create_database(template))
        return made[-1]

    settings = settings_of(tmp_path / "office", create(request.getfixturevalue("postgres_office_template")))
    settings.data.mkdir(mode=0o700)
    database = Database(settings.sqlalchemy_url)
    yield stand(settings, database, create)
    database.dispose()
    for url in made:
        server.drop_database(url)
