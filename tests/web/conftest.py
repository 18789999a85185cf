"""Fixtures of page tests: a real office on SQLite and the application over it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser

from models.database import Database
from models.keyring import Keyring
from tests.database import keyring, sqlite_template
from tests.full_office import FullOffice, full_office
from tests.web.browser import chromium, served
from tests.web.pages import Visitor, build_app

__all__ = ["keyring", "sqlite_template"]


@pytest.fixture(scope="session")
def office_template(
    tmp_path_factory: pytest.TempPathFactory, keyring: Keyring, sqlite_template: Path
) -> Path:
    """A set-up office to copy: calendar, limits and organisation are there."""
    path = tmp_path_factory.mktemp("office-template") / "office.db"
    shutil.copyfile(sqlite_template, path)
    database = Database(f"sqlite:///{path}")
    full_office(database, path.parent)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.dispose()
    return path


@pytest.fixture
def office(office_template: Path, tmp_path: Path) -> Iterator[FullOffice]:
    """The demo organisation at 2026-09-07 10:00 Beijing time."""
    shutil.copyfile(office_template, tmp_path / "office.db")
    database = Database(f"sqlite:///{tmp_path / 'office.db'}")
    yield FullOffice(database, folder=tmp_path)
    database.dispose()


@pytest.fixture
def app(office: FullOffice) -> Flask:
    """The pages; the engine is away, as filing must not need it."""
    return build_app(office)


@pytest.fixture
def citizen(app: Flask) -> Visitor:
    """Somebody without an account."""
    return Visitor(app)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for the module: two of them in one thread do not go together."""
    with chromium() as started:
        yield started


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """Where the application is served."""
    with served(app) as started:
        yield started
