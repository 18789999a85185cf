"""Every table to which rows are only added is so for INSERT OR REPLACE too, by whichever of its keys."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

_APPEND_ONLY = "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' AND lower(name) = tbl_name || '_refuses_update'"
_FIRST, _SECOND = 1_000_001, 1_000_002


@pytest.fixture
def connection(sqlite_office_template: Path, tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """Whoever opens the file with a tool of his own: no foreign keys, no recursive triggers."""
    shutil.copyfile(sqlite_office_template, tmp_path / "jieban.sqlite3")
    with closing(sqlite3.connect(tmp_path / "jieban.sqlite3")) as opened:
        yield opened


def keys_of(table: str, connection: sqlite3.Connection) -> list[tuple[str, ...]]:
    """The columns of the primary key, then of each unique index."""
    columns = connection.execute(f"PRAGMA table_info({table})").fetchall()
    numbered = sorted((column[5], column[1]) for column in columns if column[5])
    keys = [tuple(name for _place, name in numbered)]
    for _seq, index, is_unique, *_more in connection.execute(f"PRAGMA index_list({table})").fetchall():
        if is_unique:
            found = connection.execute(f"PRAGMA index_info({index})").fetchall()
            keys.append(tuple(column[2] for column in found))
    return list(dict.fromkeys(keys))


def write(table: str, row: dict[str, int], verb: str, connection: sqlite3.Connection) -> None:
    places = ", ".join("?" * len(row))
    connection.execute(f"{verb} INTO {table} ({', '.join(row)}) VALUES ({places})", tuple(row.values()))


def test_no_row_of_a_table_that_only_grows_is_replaced_by_any_of_its_keys(
    connection: sqlite3.Connection,
) -> None:
    """SE-50: SQLite deletes what is in the way without asking the trigger of DELETE; another row goes in as before."""
    tables = [name for (name,) in connection.execute(_APPEND_ONLY)]
    assert {"trail_event", "look_record", "evidence_custody", "data_provision"} <= set(tables)
    for table in tables:
        names = [column[1] for column in connection.execute(f"PRAGMA table_info({table})")]
        write(table, dict.fromkeys(names, _FIRST), "INSERT", connection)
        keys = keys_of(table, connection)
        for key in keys:
            other = {name: _FIRST if name in key else _SECOND for name in names}
            with pytest.raises(sqlite3.IntegrityError, match=f"{table} is append-only"):
                write(table, other, "INSERT OR REPLACE", connection)
        write(table, dict.fromkeys(names, _SECOND), "INSERT OR REPLACE", connection)
