"""Fixtures of a fresh office database on SQLite and on PostgreSQL, with a keyring in use.

`tests/conftest.py` gives them to every folder. Databases are copies of templates that are made once in a test process:
of one that is empty, and of one with calendar, limits and organisation. A copy stands where that of the test before
stood, behind the same engine, which so compiles each statement once for all tests: more than a third of their time. On
PostgreSQL the rows of the copy are put back instead (`tests/put_back.py`).
"""

from __future__ import annotations

import atexit
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fcntl import LOCK_EX, flock
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import psycopg
import pytest
from sqlalchemy import event

from models.store.database import Database
from models.store.migrations import migrate
from models.vault.key_file import create_key_file, load_key_file
from models.vault.keyring import Keyring, use_keyring
from tests.office import Office
from tests.postgres import PostgresServer, plain_url
from tests.put_back import keep, put_back

MEMORY = Path("/dev/shm")  # noqa: S108 - each process makes a folder of its own there
# A container may have but 64 MB of it; the office of 100,000 tasks needs more.
MEMORY_BYTES = 4 << 30


@cache
def key_file_of_this_process() -> Path:
    """Where the keys of this process stand, for a process that serves an office of its tests."""
    folder = Path(mkdtemp())
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    create_key_file(folder / "vault.key")
    return folder / "vault.key"


@cache
def keys_of_this_process() -> Keyring:
    """The one keyring of all folders, so that their tests may come in any order."""
    return load_key_file(key_file_of_this_process())


@pytest.fixture(scope="session")
def keyring() -> Keyring:
    """The keys of the test session, in use by all column types; `tests/conftest.py` puts them back before each test."""
    use_keyring(keys_of_this_process())
    return keys_of_this_process()


@pytest.fixture(scope="session")
def sqlite_template(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy, made by the first of the processes of a run that asks for it."""
    own = tmp_path_factory.getbasetemp()
    # xdist gives each process a folder of its own within that of the run.
    path = (own.parent if hasattr(request.config, "workerinput") else own) / "migrated.db"
    with Path(f"{path}.lock").open("w") as turn:
        flock(turn, LOCK_EX)
        if not path.exists():
            being_made = path.with_suffix(".made")
            with sqlite_at(being_made) as database:
                migrate(database)
            being_made.replace(path)
    return path


@pytest.fixture(scope="session")
def sqlite_office_template(
    tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path, keyring: Keyring
) -> Path:
    """The file of a set-up office to copy: calendar, limits and organisation are there."""
    path = tmp_path_factory.mktemp("office-template") / "office.db"
    shutil.copyfile(sqlite_template, path)
    with sqlite_at(path) as database:
        Office(database).set_up()
    return path


@pytest.fixture(scope="session")
def postgres_template(postgres_server: PostgresServer) -> Iterator[str]:
    """A migrated PostgreSQL database to copy, by its name."""
    with postgres_copy(postgres_server) as database:
        migrate(database)
        database.dispose()
        yield str(database.engine.url.database)


@pytest.fixture(scope="session")
def postgres_office_template(
    postgres_server: PostgresServer, postgres_template: str, keyring: Keyring
) -> Iterator[str]:
    """A set-up office on PostgreSQL to copy, by its name."""
    with postgres_copy(postgres_server, postgres_template) as database:
        Office(database).set_up()
        database.dispose()
        yield str(database.engine.url.database)


@dataclass(frozen=True)
class SqlitePlace:
    """A file that holds a new copy for each test."""

    database: Database

    @contextmanager
    def copy_of(self, template: Path) -> Iterator[Database]:
        """The database with what is in the template, closed at the end."""
        file = Path(str(self.database.engine.url.database))
        for tail in ("", "-wal", "-shm"):
            Path(f"{file}{tail}").unlink(missing_ok=True)
        # Nobody finds half a copy under the name.
        whole = file.with_name("copy.db")
        shutil.copyfile(template, whole)
        whole.replace(file)
        yield self.database
        self.database.dispose()


class PostgresPlace:
    """A database of the server that is a copy of its template again for each test.

    Connections that a test has given back serve the next one: a new process of the server reads every table's description
    anew and plans every statement anew, which was half of the time of the server.
    """

    def __init__(self, server: PostgresServer, database: Database) -> None:
        self._server = server
        self._database = database
        self._template: str | None = None
        self._keeper: psycopg.Connection | None = None
        self._ours: set[int] = set()
        event.listen(database.engine, "connect", self._note)
        event.listen(database.engine, "close", self._forget)

    @contextmanager
    def copy_of(self, template: str) -> Iterator[Database]:
        """The database with what is in the template; whoever still holds a connection at the end loses it."""
        if template != self._template or not self._put_back():
            self._make(template)
        yield self._database
        if self._database.engine.pool.checkedout():
            self._let_go()

    def close(self) -> None:
        """Close all connections."""
        self._let_go()
        if self._keeper is not None:
            self._keeper.close()

    def _put_back(self) -> bool:
        return self._keeper is not None and put_back(self._keeper, self._ours)

    def _make(self, template: str) -> None:
        self.close()
        url = self._database.engine.url
        self._server.replace_database(url, template)
        self._keeper = psycopg.connect(plain_url(url), autocommit=True)
        self._template = template if keep(self._keeper) else None

    def _let_go(self) -> None:
        self._database.dispose()
        self._ours.clear()

    def _note(self, connection: psycopg.Connection, _record: object) -> None:
        self._ours.add(connection.info.backend_pid)

    def _forget(self, connection: psycopg.Connection, _record: object) -> None:
        self._ours.discard(connection.info.backend_pid)


@pytest.fixture(scope="session")
def sqlite_place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqlitePlace]:
    """The file of this test process; in memory where there is room, since nothing of it outlives the test.

    A tenth of the time of these tests went into waiting for the disk.
    """
    has_room = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free >= MEMORY_BYTES
    folder = Path(mkdtemp(dir=MEMORY)) if has_room else tmp_path_factory.mktemp("place")
    try:
        with sqlite_at(folder / "office.db") as database:
            yield SqlitePlace(database)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_place(postgres_server: PostgresServer) -> Iterator[PostgresPlace]:
    """The database of this test process."""
    with postgres_copy(postgres_server) as database:
        place = PostgresPlace(postgres_server, database)
        yield place
        place.close()


@pytest.fixture
def sqlite_office(
    sqlite_place: SqlitePlace, sqlite_office_template: Path, keyring: Keyring
) -> Iterator[Database]:
    """A set-up office on SQLite."""
    with sqlite_place.copy_of(sqlite_office_template) as database:
        yield database


@pytest.fixture
def postgres_office(
    postgres_place: PostgresPlace, postgres_office_template: str, keyring: Keyring
) -> Iterator[Database]:
    """A set-up office on PostgreSQL."""
    with postgres_place.copy_of(postgres_office_template) as database:
        yield database


@pytest.fixture(params=["sqlite", "postgres"], ids=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, keyring: Keyring) -> Iterator[Database]:
    """An empty office on each of the two databases."""
    place = request.getfixturevalue(f"{request.param}_place")
    with place.copy_of(request.getfixturevalue(f"{request.param}_template")) as database:
        yield database


@pytest.fixture(params=["sqlite", "postgres"], ids=["sqlite", "postgresql"])
def office_database(request: pytest.FixtureRequest, keyring: Keyring) -> Database:
    """A set-up office on each of the two databases.

    It asks for the keys by name, since the hook that puts them back sees only fixtures that are named.
    """
    office: Database = request.getfixturevalue(f"{request.param}_office")
    return office


@contextmanager
def own_office(request: pytest.FixtureRequest, kind: str, folder: Path) -> Iterator[Database]:
    """A set-up office on `sqlite` or `postgres` that no other test writes over: for tests that only read what was made once."""
    template = request.getfixturevalue(f"{kind}_office_template")
    if kind == "sqlite":
        shutil.copyfile(template, folder / "office.db")
        with sqlite_at(folder / "office.db") as database:
            yield database
    else:
        with postgres_copy(request.getfixturevalue("postgres_server"), template) as database:
            yield database


@contextmanager
def sqlite_at(path: Path) -> Iterator[Database]:
    """The database of a file, closed at the end."""
    database = Database(f"sqlite:///{path}")
    yield database
    database.dispose()


@contextmanager
def postgres_copy(server: PostgresServer, template: str | None = None) -> Iterator[Database]:
    """A new database of the server, a copy of `template` if one is given; dropped at the end."""
    url = server.create_database(template)
    database = Database(url.render_as_string(hide_password=False))
    yield database
    database.dispose()
    server.drop_database(url)
