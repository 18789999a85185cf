"""Faults of a PostgreSQL server."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress

import psycopg

from tests.faults.scene import Fault, Scene


def server_stopped(number: signal.Signals) -> Fault:
    """SE-3: the server ends and is back some seconds later."""

    @contextmanager
    def fault(scene: Scene) -> Iterator[None]:
        assert scene.postgres is not None
        scene.postgres.stop(number)
        yield
        scene.postgres.start()

    return fault


@contextmanager
def connections_killed(scene: Scene) -> Iterator[None]:
    """Every connection is ended by the server, again and again."""
    assert scene.postgres is not None
    for _ in range(5):
        with scene.postgres.connected() as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
            )
        scene.hold(0.5)
    yield


@contextmanager
def table_locked(scene: Scene) -> Iterator[None]:
    """Somebody holds the table of the cases."""
    assert scene.postgres is not None
    with scene.postgres.connected() as connection:
        connection.execute("BEGIN")
        connection.execute("LOCK TABLE complaint IN ACCESS EXCLUSIVE MODE")
        yield
        connection.execute("ROLLBACK")


@contextmanager
def out_of_connections(scene: Scene) -> Iterator[None]:
    """Others take every connection that there is; those of the office are ended first."""
    assert scene.postgres is not None
    with ExitStack() as stack:
        taken: list[psycopg.Connection] = []
        for _ in range(2):
            with suppress(psycopg.OperationalError):
                while True:
                    taken.append(stack.enter_context(scene.postgres.connected()))
            own = [connection.info.backend_pid for connection in taken]
            taken[0].execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE backend_type = 'client backend' AND pid <> ALL(%s)",
                [own],
            )
        yield


@contextmanager
def backends_stopped(scene: Scene) -> Iterator[None]:
    """The server takes statements and does not answer."""
    assert scene.postgres is not None
    pids = scene.postgres.backends()
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    yield
    for pid in pids:
        os.kill(pid, signal.SIGCONT)


@contextmanager
def read_only(scene: Scene) -> Iterator[None]:
    """The server takes no write, as a standby after a switch."""
    assert scene.postgres is not None
    for value in ("on", "off"):
        with scene.postgres.connected() as connection:
            connection.execute(f"ALTER SYSTEM SET default_transaction_read_only = {value}")
            connection.execute("SELECT pg_reload_conf()")
        if value == "on":
            yield
