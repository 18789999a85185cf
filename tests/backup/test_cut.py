"""The one moment of both stores: it waits for who is writing what was done or told, and shows nothing of what comes after it."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select, text

from deploy.backup.cut import cut
from deploy.backup.pace import Pace
from deploy.backup.sqlite_copy import copy_store
from engine.state.opening import STORE_FILE, open_store
from models.ground.errors import DatabaseBusy
from models.ledger.inbox import InboxRow
from models.store.database import Database

NOON = datetime(2026, 9, 7, 4, 0, tzinfo=UTC)


@pytest.fixture
def engine_store(tmp_path: Path) -> Path:
    """A store as the engine leaves it."""
    open_store(tmp_path / "engine", lambda _line: None).close()
    return tmp_path / "engine" / STORE_FILE


def do_job(database: Database, key: str) -> None:
    """What is on record of a job that was done."""
    with database.write_transaction() as session:
        session.execute(
            insert(InboxRow).values(job_key=key, element_instance_key=key, job_type="x", attempt=1)
        )


def go_on(store: Path) -> None:
    """The engine writes."""
    with closing(sqlite3.connect(store)) as engine:
        engine.execute("INSERT INTO meta (name, value) VALUES ('later', '1')")
        engine.commit()


def count(connection: sqlite3.Connection) -> int:
    (number,) = connection.execute("SELECT count(*) FROM meta").fetchone()
    return int(number)


def test_what_both_stores_take_in_afterwards_is_in_no_copy(
    database: Database, engine_store: Path, tmp_path: Path
) -> None:
    do_job(database, "1")
    with cut(database, engine_store) as moment:
        assert moment.engine is not None
        before = count(moment.engine)
        do_job(database, "2")
        go_on(engine_store)
        copy_store(moment.engine, tmp_path / "copy.db", Pace(lambda _line: None))
        assert moment.database.scalar(select(func.count()).select_from(InboxRow)) == 1
        assert bool(moment.snapshot) is not database.is_sqlite
    with (
        closing(sqlite3.connect(tmp_path / "copy.db")) as copy,
        closing(sqlite3.connect(engine_store)) as now,
    ):
        assert (count(copy), count(now)) == (before, before + 1)
        assert copy.execute("PRAGMA journal_mode").fetchone() == ("delete",)


def test_it_waits_for_who_is_writing_what_was_done(database: Database, engine_store: Path) -> None:
    """Else the engine would be looked at before a commit and the database after it, with the job's answer on its way."""
    seen: list[int | None] = []

    def look() -> None:
        with cut(database, engine_store) as moment:
            seen.append(moment.database.scalar(select(func.count()).select_from(InboxRow)))

    looking = threading.Thread(target=look)
    with database.write_transaction() as session:
        session.execute(
            insert(InboxRow).values(job_key="1", element_instance_key="1", job_type="x", attempt=1)
        )
        session.flush()
        looking.start()
        looking.join(0.5)
        assert seen == []
    looking.join(20)
    assert seen == [1]


def test_it_waits_for_who_clears_away_and_gives_up_where_nobody_gives_way(
    postgres_office: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Autovacuum holds a table in a way that no writer waits for; the cut does, and begins again after pauses."""
    pauses: list[float] = []
    with postgres_office.engine.connect() as clearing:
        clearing.execute(text("LOCK TABLE inbox IN SHARE UPDATE EXCLUSIVE MODE"))

        def pause(seconds: float) -> None:
            pauses.append(seconds)
            if len(pauses) == 2:
                clearing.rollback()

        monkeypatch.setattr("deploy.backup.cut._PAUSES", (0.2,))
        monkeypatch.setattr("deploy.backup.cut.time.sleep", pause)
        with cut(postgres_office, None):
            assert pauses == [0.2, 20.0]
        clearing.execute(text("LOCK TABLE inbox IN SHARE UPDATE EXCLUSIVE MODE"))
        monkeypatch.setattr("deploy.backup.cut._PATIENT_PAUSES", (20.0,))
        with pytest.raises(DatabaseBusy), cut(postgres_office, None):
            raise AssertionError("nobody gave way")
