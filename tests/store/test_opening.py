"""Opening a store: one engine at a time, no store of a newer release, every refusal one sentence."""

from __future__ import annotations

import sqlite3
import stat
from pathlib import Path

import pytest

from engine.start_refused import StartRefused
from engine.state.connection import SqliteConnection
from engine.state.migration import Migration, find_schema_version, list_migrations, migrate
from engine.state.opening import STORE_FILE, open_store


def test_second_engine_on_a_store_is_refused_and_names_the_first(tmp_path: Path) -> None:
    first = open_store(tmp_path)
    with pytest.raises(StartRefused, match=r"is in use by process \d+\.$"):
        open_store(tmp_path)
    first.close()
    open_store(tmp_path).close()


def test_store_of_a_newer_release_is_refused_and_unchanged(tmp_path: Path) -> None:
    open_store(tmp_path).close()
    with sqlite3.connect(tmp_path / STORE_FILE) as raw:
        raw.execute("UPDATE meta SET value = '99' WHERE name = 'schema_version'")
    raw.close()
    with pytest.raises(StartRefused, match="schema version 99"):
        open_store(tmp_path)
    connection = SqliteConnection(tmp_path / STORE_FILE)
    assert find_schema_version(connection) == 99
    connection.close()


def test_damaged_store_is_refused_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / STORE_FILE).write_bytes(b"not a database" * 100)
    with pytest.raises(StartRefused, match="cannot be opened"):
        open_store(tmp_path)


def test_refused_start_gives_the_lock_back(tmp_path: Path) -> None:
    (tmp_path / STORE_FILE).write_bytes(b"not a database" * 100)
    for _ in range(2):
        with pytest.raises(StartRefused, match="cannot be opened"):
            open_store(tmp_path)


def test_new_data_folder_is_private(tmp_path: Path) -> None:
    open_store(tmp_path / "office" / "engine").close()
    assert stat.S_IMODE((tmp_path / "office" / "engine").stat().st_mode) == 0o700


def test_writer_keeps_every_commit_through_a_power_cut(tmp_path: Path) -> None:
    connection = SqliteConnection(tmp_path / STORE_FILE)
    assert connection.execute("PRAGMA synchronous") == [(2,)]
    assert connection.execute("PRAGMA journal_mode") == [("wal",)]
    connection.close()


def test_later_migration_runs_once_on_an_older_store(tmp_path: Path) -> None:
    open_store(tmp_path).close()
    connection = SqliteConnection(tmp_path / STORE_FILE)
    steps = list_migrations()
    later = Migration(len(steps) + 1, ("CREATE TABLE added (key INTEGER PRIMARY KEY)",))
    migrate(connection, [*steps, later])
    migrate(connection, [*steps, later])
    assert find_schema_version(connection) == later.number
    connection.close()


def test_gap_in_migration_numbers_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "0002_second.sql").write_text("SELECT 1;", encoding="utf-8")
    with pytest.raises(ValueError, match="not numbered"):
        list_migrations(tmp_path)
