"""How long a lock of PostgreSQL is waited for; what the administrator wrote into the address is kept."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from sqlalchemy import make_url, text

from models.store import database as databases
from models.store.database import Database
from tests.postgres import PostgresServer

NUMBER = 36113_99


@pytest.fixture(scope="module")
def url(postgres_server: PostgresServer) -> Iterator[str]:
    """An empty database of the server."""
    yield postgres_server.create_database().render_as_string(hide_password=False)


def with_options(url: str, options: str) -> str:
    """The address as an administrator writes it."""
    return make_url(url).update_query_dict({"options": options}).render_as_string(hide_password=False)


def show(database: Database, name: str) -> str:
    """A setting of the next connection of the pool."""
    with database.engine.connect() as connection:
        return str(connection.execute(text(f"SHOW {name}")).scalar_one())


@pytest.mark.parametrize(
    ("options", "name", "value"),
    [
        ("-csearch_path=hall", "search_path", "hall"),
        ("-csearch_path=hall", "lock_timeout", "8s"),
        ("-clock_timeout=3s", "lock_timeout", "3s"),
        ("-csearch_path=hall", "jit", "off"),
        ("-cjit=on", "jit", "on"),
    ],
)
def test_options_of_the_address_are_kept(url: str, options: str, name: str, value: str) -> None:
    database = Database(with_options(url, options))
    try:
        assert show(database, name) == value
    finally:
        database.dispose()


def test_a_lock_that_is_meant_to_wait_outlasts_the_timeout(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second machine's `jieban migrate` waits for as long as the first needs, and the pool's connections stay bounded."""
    monkeypatch.setattr(databases, "LOCK_TIMEOUT", "20ms")
    first, second = Database(url), Database(url)
    order: list[str] = []

    def wait() -> None:
        with second.hold_advisory_lock(NUMBER):
            order.append(show(second, "lock_timeout"))

    thread = threading.Thread(target=wait)
    try:
        with first.hold_advisory_lock(NUMBER):
            thread.start()
            thread.join(0.5)
            order.append("first")
        thread.join(10)
        assert order == ["first", "20ms"]
        assert show(second, "lock_timeout") == "20ms"  # the connection that waited is the next one given out
    finally:
        first.dispose()
        second.dispose()
