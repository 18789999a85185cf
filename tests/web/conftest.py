"""Fixtures of page tests: a real office on SQLite and the application over it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser

from models.store.database import Database
from tests.full_office import FullOffice
from tests.web.browser import chromium, served
from tests.web.pages import Visitor, lend_app


@pytest.fixture
def office(sqlite_office: Database, tmp_path: Path) -> FullOffice:
    """The demo organisation at 2026-09-07 10:00 Beijing time."""
    return FullOffice(sqlite_office, folder=tmp_path)


@pytest.fixture
def app(office: FullOffice) -> Flask:
    """The pages; the engine is away, as filing must not need it."""
    return lend_app(office)


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
