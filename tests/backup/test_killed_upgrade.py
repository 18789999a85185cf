"""An upgrade that is killed at its statements and run again ends as one that nobody disturbed; two at once are one."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, inspect, select, table

from deploy.office import open_office
from models.store.database import Database
from models.store.migrations import current_revision, head_revision
from tests.acceptance.earlier_office import unpack
from tests.acceptance.moved_office import move_to
from tests.backup.standing_office import settings_of
from tests.database import postgres_copy

ROOT = Path(__file__).parents[2]
# A kill at each so many statements; with PROVE=1 (`make prove-whole`) at more of them, which takes its time.
STEP, SECONDS = (5, 3600) if os.environ.get("PROVE") == "1" else (150, 240)


@pytest.fixture(scope="module")
def earlier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office that an earlier release left, with its cases."""
    data = tmp_path_factory.mktemp("earlier") / "office"
    unpack("first-way", data)
    return data


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.check(sister=""))])
def environment(request: pytest.FixtureRequest, earlier: Path, tmp_path: Path) -> Iterator[dict[str, str]]:
    """The settings of a copy of it, on either database."""
    data = tmp_path / "office"
    shutil.copytree(earlier, data)
    told = os.environ | {"JIEBAN_DATA": str(data), "COUNTER": str(tmp_path / "counter")}
    if request.param == "sqlite":
        yield told
        return
    with postgres_copy(request.getfixturevalue("postgres_server")) as database:
        move_to(database, data / "jieban.sqlite3")
        (data / "jieban.sqlite3").unlink()
        database.dispose()
        yield told | {"JIEBAN_DATABASE_URL": database.engine.url.render_as_string(hide_password=False)}


def upgrade_among_kills(environment: dict[str, str]) -> list[dict[str, Any]]:
    """Upgrades of the same office, one after the other, each killed later than the one before; the last comes to its end."""
    words = [sys.executable, "-m", "tests.backup.killed_upgrade", str(STEP)]
    seen = subprocess.run(words, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    assert seen.returncode == 0, seen.stderr
    return [json.loads(line) for line in seen.stdout.splitlines()]


def count_rows_there(database: Database) -> dict[str, int]:
    """Rows of all tables as they are there, whatever this release calls them."""
    names = inspect(database.engine).get_table_names()
    with database.read() as session:
        return {name: session.scalars(select(func.count()).select_from(table(name))).one() for name in names}


@pytest.mark.timeout(SECONDS)
def test_an_upgrade_killed_at_its_statements_is_run_again_and_loses_nothing(
    environment: dict[str, str],
) -> None:
    """Whichever statement it was, and the copy put aside before is whole."""
    url = environment.get("JIEBAN_DATABASE_URL")
    database = Database(url or settings_of(Path(environment["JIEBAN_DATA"]), None).sqlalchemy_url)
    old, before = current_revision(database), count_rows_there(database)
    *killed, last = upgrade_among_kills(environment)
    assert len(killed) > 3
    assert {one["ended"] for one in killed} == {-signal.SIGKILL}
    assert [one["begun"] for one in killed] == [1 + STEP * number for number in range(len(killed))]
    # All of it or nothing: a kill leaves the old revision until the whole upgrade is committed.
    revisions = [one["revision"] for one in killed]
    assert revisions == sorted(revisions) and set(revisions) <= {old, head_revision()}
    assert revisions.count(old) > 3
    assert last["ended"] == 0
    assert current_revision(database) == head_revision() != old
    after = count_rows_there(database)
    assert {name for name, rows in before.items() if after.get(name, rows) < rows} == set()
    database.dispose()
    copies = list(Path(environment["JIEBAN_DATA"]).glob("jieban.before-*"))
    assert [path.suffix for path in copies] == ([".sqlite3"] if database.is_sqlite else [])
    for copy in copies:
        with closing(sqlite3.connect(copy)) as kept:
            assert kept.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            assert kept.execute("SELECT version_num FROM alembic_version").fetchone() == (old,)


def test_two_commands_that_upgrade_at_once_upgrade_once(earlier: Path, tmp_path: Path) -> None:
    """Whichever commands they are, the second waits and finds it done."""
    shutil.copytree(earlier, tmp_path / "office")
    settings = settings_of(tmp_path / "office", None)
    said: list[str] = []
    both = [threading.Thread(target=open_office, args=(settings, said.append)) for _ in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert len([line for line in said if "migrated" in line]) == 1
    assert not list(settings.data.glob("*.unfinished"))
