"""What holds for every test of the folders named here."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from models.vault.keyring import Keyring, use_keyring
from tests.database import (
    database,
    keyring,
    keys_of_this_process,
    office_database,
    postgres_office,
    postgres_office_template,
    postgres_place,
    postgres_template,
    sqlite_office,
    sqlite_office_template,
    sqlite_place,
    sqlite_template,
)
from tests.postgres import postgres_server
from tests.tiers.slowest_files import SlowestFiles
from tests.tiers.turns import in_turns
from tests.transaction_guard import transaction_guard

if TYPE_CHECKING:
    from tests.served_office import ServedOffice

# One of each for all folders, so that a test process starts one PostgreSQL server and makes each template once.
__all__ = [
    "database",
    "keyring",
    "office_database",
    "postgres_office",
    "postgres_office_template",
    "postgres_place",
    "postgres_server",
    "postgres_template",
    "sqlite_office",
    "sqlite_office_template",
    "sqlite_place",
    "sqlite_template",
    "transaction_guard",
]

# New objects that are not gone again; everything is walked through once there are a hundred times as many.
GARBAGE_IS_SOUGHT_AFTER = 10_000
# Where use cases run on a real database in the test's own process.
GUARDED_FOLDERS = (
    "tests/acceptance/",
    "tests/both_databases/",
    "tests/kill/",
    "tests/store_app/",
    "tests/unit/",
    "tests/web/",
    "tests/web_staff/",
    "tests/workers/",
)


def pytest_configure(config: pytest.Config) -> None:
    """Tell the slowest files at the end; a worker of xdist prints nothing."""
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(SlowestFiles())


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection() -> Iterator[None]:
    """Let the search for garbage pass over what stays to the end, all modules and tests of all folders, and come seldom.

    A fifth of a process's time went there: an application that a test makes has so many objects that Python, as it is set,
    walked through everything for each of them.
    """
    gc.disable()
    yield
    gc.freeze()
    gc.set_threshold(GARBAGE_IS_SOUGHT_AFTER, 10, 10)
    gc.enable()


@pytest.fixture(scope="session")
def served_office(
    tmp_path_factory: pytest.TempPathFactory, sqlite_office_template: Path, keyring: Keyring
) -> Iterator[ServedOffice]:
    """The demo organisation at 2026-09-07 10:00 Beijing time, its pages served by gunicorn for all tests of a process.

    Each test files its own case; nobody moves the clock.
    """
    # Only tests of pages load the web and the browser.
    from tests.served_office import serve_office

    with serve_office(tmp_path_factory.mktemp("served"), sqlite_office_template) as served:
        yield served


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Guard the write transactions of every test that runs use cases; deal out the files that mostly wait."""
    files = list(dict.fromkeys(item.nodeid.partition("::")[0] for item in items))
    turn = {file: place for place, file in enumerate(in_turns(files))}
    items.sort(key=lambda item: turn[item.nodeid.partition("::")[0]])
    for item in items:
        if item.nodeid.startswith(GUARDED_FOLDERS) and isinstance(item, pytest.Function):
            item.fixturenames.insert(0, "transaction_guard")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Put back the keys of the tests before any fixture; an office that ran in this process before used its own."""
    if isinstance(item, pytest.Function) and "keyring" in item.fixturenames:
        use_keyring(keys_of_this_process())
