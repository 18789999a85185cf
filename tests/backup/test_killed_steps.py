"""Each step of an upgrade, killed at each of its statements, leaves what was there, and run again ends as undisturbed."""

from __future__ import annotations

import gc
import multiprocessing
import os
import shutil
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory

from models.store import migrations
from models.store.database import Database
from models.store.migrations import current_revision, head_revision
from models.vault.key_file import load_key_file
from models.vault.keyring import Keyring, use_keyring
from prove.record import Record
from tests.acceptance.earlier_office import unpack
from tests.acceptance.moved_office import move_to, upgrade_to
from tests.backup.killed_steps import FilePlace, ServerPlace, kill_everywhere
from tests.backup.places import IS_WHOLE
from tests.database import MEMORY, postgres_copy, sqlite_at
from tests.postgres import PostgresServer

# The office of the first release, with a case; no office has less than its tables.
OFFICE, ITS_REVISION = "first-way", "0004"
# Of those that say most to PostgreSQL: the tables of all stages, of all requests, and columns of many tables.
ON_SERVER = ("0005", "0011", "0118", "0129")

pytestmark = [
    pytest.mark.check(sister="tests/backup/test_killed_upgrade.py"),
    pytest.mark.skipif(not IS_WHOLE, reason="a part of make prove-upgrades"),
    pytest.mark.timeout(900),
]


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The revisions after that of the office, the oldest first; their files are read once instead of at each upgrade."""
    script = ScriptDirectory.from_config(migrations._config())

    def read_once(_config: Config) -> ScriptDirectory:
        return script

    monkeypatch.setattr(ScriptDirectory, "from_config", read_once)
    return [one.revision for one in script.iterate_revisions("head", ITS_REVISION)][::-1]


@pytest.fixture
def earlier(keyring: Keyring) -> Iterator[Path]:
    """The office, its own keys in use; in memory, where a kill leaves what it leaves on a disk."""
    folder = Path(tempfile.mkdtemp(dir=MEMORY))
    try:
        unpack(OFFICE, folder / "office")
        use_keyring(load_key_file(folder / "office" / "keys" / "vault.json"))
        yield folder
    finally:
        use_keyring(keyring)
        shutil.rmtree(folder)


def kill_step(folder: Path, revision: str) -> int:
    """In a folder of this process; how many kills there were."""
    own = folder / str(os.getpid())
    own.mkdir(exist_ok=True)
    return kill_everywhere(FilePlace(folder / f"{revision}.before", own), revision)


def test_each_step_on_sqlite(earlier: Path, steps: list[str]) -> None:
    """Two steps at once, each on copies of the office as it stood before that step."""
    file = earlier / "office" / "jieban.sqlite3"
    with sqlite_at(file) as database:
        for revision in steps:
            database.dispose()
            shutil.copyfile(file, earlier / f"{revision}.before")
            upgrade_to(database, revision)
    record = Record("kills in an upgrade on SQLite")
    gc.freeze()
    with multiprocessing.get_context("fork").Pool(2) as pool:
        kills = pool.map(partial(kill_step, earlier), steps, chunksize=1)
    gc.unfreeze()
    # Each step has a statement, that of its revision, and its commit at least.
    assert min(kills) > 2
    record.attempts = record.faults["killed at a statement or commit, and run again"] = sum(kills)
    record.figures["steps"] = len(steps)
    record.save()


def test_the_largest_steps_on_postgresql(
    earlier: Path, steps: list[str], postgres_server: PostgresServer
) -> None:
    """PostgreSQL undoes tables with their transaction, also those of a client that is gone."""
    record = Record("kills in an upgrade on PostgreSQL")
    with postgres_copy(postgres_server) as database:
        move_to(database, earlier / "office" / "jieban.sqlite3")
        for revision in steps:
            database.dispose()
            if revision in ON_SERVER:
                record.attempts += kill_everywhere(ServerPlace(url_of(database)), revision)
            else:
                upgrade_to(database, revision)
        assert current_revision(database) == head_revision()
    assert record.attempts > 20 * len(ON_SERVER)
    record.figures["steps"] = len(ON_SERVER)
    record.faults["killed at a statement or commit, and run again"] = record.attempts
    record.save()


def url_of(database: Database) -> str:
    return database.engine.url.render_as_string(hide_password=False)
