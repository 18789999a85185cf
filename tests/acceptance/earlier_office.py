"""An office that an earlier release made, opened by `make run` as it was left."""

from __future__ import annotations

import json
import shutil
import sqlite3
import tarfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from adapters.clock import SystemClock
from models.case.task import Task
from tests.acceptance.moved_office import move_to
from tests.database import postgres_copy
from tests.office_process import OfficeProcess, office_of
from tests.postgres import PostgresServer
from tests.up.office_up import OfficeUp, settings_of

OFFICES = Path(__file__).parents[1] / "offices"
# What the maker of an office leaves in it: its moment, and the number and query code of each case by a word for it.
ABOUT_FILE = "made.json"


@dataclass(frozen=True, slots=True)
class Opened:
    """The office serving after two starts; `first` and `second` are what these said.

    `installed`: key, id and version of all processes and decisions that the engine had once the first start had ended.
    """

    office: OfficeProcess
    first: str
    second: str
    installed: frozenset[tuple[int, str, int]]


@contextmanager
def opened_office(
    name: str, data: Path, moment: datetime | None = None, *, server: PostgresServer | None = None
) -> Iterator[Opened]:
    """Unpack the office of this name, start it twice with `make run`'s command, and leave it serving.

    It stands at `moment`, or at the one at which its maker left it; on PostgreSQL where a server is given.
    """
    unpack(name, data)
    shutil.copytree(data, as_it_was(data))
    _set_moment(data, moment or moment_of(data))
    with _kept(data, server) as settings:
        first = OfficeUp(settings, "--demo")
        try:
            first.wait_serving()
            assert first.terminate()[0] == 0, first.said
        finally:
            first.close()
        installed = definitions_of(data)
        with _serving(settings) as (office, second):
            yield Opened(office, first.said, second.said, installed)


@contextmanager
def _kept(data: Path, server: PostgresServer | None) -> Iterator[dict[str, str]]:
    """The settings of the office; its rows stand on the server where one is given, and in no file."""
    settings = settings_of(data)
    if server is None:
        yield settings
        return
    with postgres_copy(server) as database:
        move_to(database, data / "jieban.sqlite3")
        (data / "jieban.sqlite3").unlink()
        database.dispose()
        yield settings | {"JIEBAN_DATABASE_URL": database.engine.url.render_as_string(hide_password=False)}


@contextmanager
def served_once(name: str, data: Path) -> Iterator[OfficeProcess]:
    """The office of this name, started once and serving at the moment at which its maker left it."""
    unpack(name, data)
    _set_moment(data, moment_of(data))
    with _serving(settings_of(data)) as (office, _):
        yield office


@contextmanager
def _serving(settings: dict[str, str]) -> Iterator[tuple[OfficeProcess, OfficeUp]]:
    up = OfficeUp(settings, "--demo")
    office = office_of(settings)
    try:
        up.wait_serving()
        yield office, up
    finally:
        office.close()
        up.close()


def unpack(name: str, data: Path) -> None:
    """Unpack the office of this name into a folder of its own."""
    with tarfile.open(OFFICES / f"{name}.tar.gz") as packed:
        packed.extractall(data, filter="data")
    data.chmod(0o700)


def moment_of(data: Path) -> datetime:
    """When the office was left, by its own clock."""
    return datetime.fromisoformat(json.loads((data / ABOUT_FILE).read_text("utf-8"))["moment"])


def as_it_was(data: Path) -> Path:
    """A copy of the data folder in which nothing was ever opened."""
    return data.with_name(f"{data.name}-as-it-was")


def rows(file: Path, query: str) -> list[tuple[Any, ...]]:
    """Rows of a database file, which is not changed."""
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
        return connection.execute(query).fetchall()


def definitions_of(data: Path) -> frozenset[tuple[int, str, int]]:
    """Key, id and version of the processes and decisions that the engine of this office has."""
    file = data / "engine" / "engine.db"
    processes = rows(file, "SELECT key, process_id, version FROM process_definition")
    return frozenset([*processes, *rows(file, "SELECT key, decision_id, version FROM decision_definition")])


def counts(file: Path) -> dict[str, int]:
    """The number of rows by table."""
    tables = rows(file, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    return {name: rows(file, f"SELECT count(*) FROM {name}")[0][0] for (name,) in tables}  # noqa: S608 - own names


def assignee_of(office: OfficeProcess, user_task_key: str) -> str | None:
    """Whose task it is."""
    with office.clock.database.read() as session:
        return session.get_one(Task, user_task_key).assignee


def _set_moment(data: Path, moment: datetime) -> None:
    """As if the machine stood at the day the office was left, whatever day the tests run on."""
    offset = (moment - SystemClock().now()).total_seconds()
    with closing(sqlite3.connect(data / "jieban.sqlite3")) as connection, connection:
        connection.execute("UPDATE clock_shift SET offset_seconds = ?", (offset,))
