"""Transactions: one writer at a time on SQLite, readers that do not wait, values out of errors, aware moments."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, StatementError

from models.case.number_series import take_number
from models.clock.clock_shift import ClockShift
from models.clock.legal_time import parse_moment
from models.ground.errors import DatabaseBusy
from models.ledger.outbox import NewMessage, OutboxRow, add_message
from models.office.rate_limit import RateLimit
from models.store.database import Database
from models.store.write_lock import Patience, WriteLock


def test_moments_come_back_aware_and_in_utc(database: Database) -> None:
    with database.write_transaction() as session:
        moment = parse_moment("2026-09-07T10:00:00.000001")
        session.add(RateLimit(bucket="x", window_start=moment, count=1))
    with database.read() as session:
        stored = session.get_one(RateLimit, "x").window_start
    assert stored == datetime(2026, 9, 7, 2, 0, 0, 1, tzinfo=UTC)
    assert stored.tzinfo is UTC


def test_a_naive_moment_is_refused(database: Database) -> None:
    naive = datetime(2026, 9, 7)  # noqa: DTZ001 - the fault under test
    with pytest.raises(StatementError, match="naive"), database.write_transaction() as session:
        session.add(RateLimit(bucket="x", window_start=naive, count=1))


def test_a_reading_session_refuses_to_write(database: Database) -> None:
    with database.read() as session, pytest.raises(DBAPIError):
        session.execute(text("DELETE FROM rate_limit"))


def test_a_failed_transaction_leaves_nothing(database: Database) -> None:
    with pytest.raises(RuntimeError), database.write_transaction() as session:
        session.add(ClockShift(id=1, offset_seconds=1.0, is_demo=True))
        session.flush()
        raise RuntimeError
    with database.read() as session:
        assert session.scalars(select(ClockShift)).all() == []


def test_a_reading_session_keeps_its_view_while_others_commit(database: Database) -> None:
    """What is compared row by row, as the trail with the rows it vouches for, is of one moment."""
    with database.read() as reader:
        assert reader.scalars(select(ClockShift)).all() == []
        with database.write_transaction() as session:
            session.add(ClockShift(id=1, offset_seconds=1.0, is_demo=True))
        assert reader.scalars(select(ClockShift)).all() == []
    with database.read() as later:
        assert len(later.scalars(select(ClockShift)).all()) == 1


def test_errors_show_no_values(database: Database) -> None:
    with pytest.raises(DBAPIError) as caught, database.write_transaction() as session:
        session.execute(text("INSERT INTO no_table VALUES (:secret)"), {"secret": "CANARY-SECRET"})
    assert "CANARY-SECRET" not in str(caught.value)


def test_foreign_keys_are_enforced(database: Database) -> None:
    with pytest.raises(DBAPIError), database.write_transaction() as session:
        session.execute(text("INSERT INTO service_window (code, unit) VALUES ('A1', 'nobody')"))


def test_sqlite_keeps_every_commit_and_a_write_ahead_log(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/office.db")
    with database.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        modes = {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
    assert modes == {0o600}
    database.dispose()


def test_a_reader_does_not_wait_for_a_writer(database: Database) -> None:
    with database.write_transaction() as writer:
        writer.add(RateLimit(bucket="x", window_start=datetime.now(UTC), count=1))
        writer.flush()
        with database.read() as reader:
            assert reader.get(RateLimit, "x") is None


def test_a_lock_held_by_another_process_is_named_and_nothing_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "office.db"
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import fcntl,sys; f=open(sys.argv[1],'w'); fcntl.flock(f, fcntl.LOCK_EX);"
            "print('held', flush=True); sys.stdin.read()",
            f"{path}.lock",
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"held\n"
    lock = WriteLock(path, Patience(seconds=0.1))
    with pytest.raises(DatabaseBusy), lock.hold():
        pytest.fail("the lock was given twice")
    holder.communicate(b"")
    with lock.hold():
        pass


def test_an_in_memory_database_is_refused() -> None:
    with pytest.raises(ValueError, match="database file"):
        Database("sqlite://")


def test_numbers_run_by_year_and_a_failed_case_gives_its_number_back(database: Database) -> None:
    with database.write_transaction() as session:
        assert take_number(session, "YH", 2026) == "YH-2026-000001"
    with pytest.raises(RuntimeError), database.write_transaction() as session:
        take_number(session, "YH", 2026)
        raise RuntimeError
    with database.write_transaction() as session:
        assert take_number(session, "YH", 2026) == "YH-2026-000002"
        assert take_number(session, "YH", 2027) == "YH-2027-000001"


def test_a_message_with_the_same_dedupe_key_is_the_same_message(database: Database) -> None:
    message = NewMessage(
        "publish_message",
        {"name": "x"},
        "correlation_key:c1",
        None,
        dedupe_key="key",
        created_at=datetime.now(UTC),
    )
    with database.write_transaction() as session:
        first = add_message(session, message)
        assert add_message(session, message).id == first.id
    with database.read() as session:
        assert len(session.scalars(select(OutboxRow)).all()) == 1
