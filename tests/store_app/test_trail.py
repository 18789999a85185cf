"""The trail: append-only, chained, unbroken under concurrent writers, and a verifier that names the row."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import Connection, select, text
from sqlalchemy.exc import DBAPIError

from models.clock.legal_time import parse_moment
from models.ground.errors import DatabaseBusy
from models.ledger.trail_check import verify_trail
from models.ledger.trail_event import NewTrailEvent, TrailEvent, append_event
from models.store.database import Database
from models.store.write_lock import Patience, WriteLock
from models.vault.keyring import get_keyring

AT = parse_moment("2026-09-07T10:00:00.123456")


def append(database: Database, count: int, actor: str = "system") -> None:
    for number in range(count):
        with database.write_transaction() as session:
            append_event(session, NewTrailEvent(None, AT, actor, "test.happened", {"number": number}))


def sqlite_file_of(database: Database) -> Path:
    return Path(str(database.engine.url.database))


def append_one(database: Database, number: int, actor: str) -> None:
    """As every caller does: who finds the database busy has written nothing and comes again."""
    while True:
        with suppress(DatabaseBusy), database.write_transaction() as session:
            append_event(session, NewTrailEvent(None, AT, actor, "test.happened", {"number": number}))
            return


def meddle(database: Database, change: Callable[[Connection], None]) -> None:
    """Change rows as somebody with the power to drop triggers would."""
    with database.connect_for_write() as connection:
        if database.is_sqlite:
            connection.execute(text("DROP TRIGGER trail_event_refuses_UPDATE"))
            connection.execute(text("DROP TRIGGER trail_event_refuses_DELETE"))
        else:
            connection.execute(text("ALTER TABLE trail_event DISABLE TRIGGER ALL"))
        change(connection)


@pytest.mark.parametrize(
    "statement", ["UPDATE trail_event SET actor = 'other' WHERE seq = 2", "DELETE FROM trail_event"]
)
def test_rows_cannot_be_changed_or_deleted(database: Database, statement: str) -> None:
    append(database, 3)
    with pytest.raises(DBAPIError, match="append-only"), database.write_transaction() as session:
        session.execute(text(statement))
    with database.read() as session:
        assert verify_trail(session).checked == 3


@pytest.mark.parametrize("taken", ["seq", "hash"])
def test_no_entry_is_replaced_by_one_that_is_written(sqlite_office: Database, taken: str) -> None:
    """SE-50: INSERT OR REPLACE deletes what was there without asking the trigger of DELETE."""
    append(sqlite_office, 3)
    seq = "(SELECT max(seq) FROM trail_event)" if taken == "seq" else "(SELECT max(seq) + 1 FROM trail_event)"
    columns = [column.name for column in TrailEvent.__table__.columns]
    said = {"seq": seq, "actor": "'other'"} | ({"hash": "'00'"} if taken == "seq" else {})
    chosen = ", ".join(said.get(name, name) for name in columns)
    replace = f"INSERT OR REPLACE INTO trail_event ({', '.join(columns)}) SELECT {chosen} FROM trail_event WHERE seq = 2"  # noqa: S608 - names of columns
    with pytest.raises(DBAPIError, match="append-only"), sqlite_office.write_transaction() as session:
        session.execute(text(replace))
    append(sqlite_office, 1)
    with sqlite_office.read() as session:
        assert verify_trail(session).fault is None


def test_an_untouched_chain_holds(database: Database) -> None:
    append(database, 5)
    with database.read() as session:
        report = verify_trail(session)
        last = session.scalars(select(TrailEvent).where(TrailEvent.seq == 5)).one()
    assert (report.checked, report.fault, report.head) == (5, None, last.hash)


def _change_actor(connection: Connection) -> None:
    connection.execute(text("UPDATE trail_event SET actor = 'other' WHERE seq = 4"))


def _delete(connection: Connection) -> None:
    connection.execute(text("DELETE FROM trail_event WHERE seq = 4"))


def _swap(connection: Connection) -> None:
    for old, new in ((4, 100), (5, 4), (100, 5)):
        connection.execute(
            text("UPDATE trail_event SET seq = :new WHERE seq = :old"), {"new": new, "old": old}
        )


def _change_payload(connection: Connection) -> None:
    other = get_keyring().seal('{"number": 99}', "trail_event:payload")
    connection.execute(text("UPDATE trail_event SET payload = :other WHERE seq = 4"), {"other": other})


def _break_payload(connection: Connection) -> None:
    connection.execute(text("UPDATE trail_event SET payload = 'v1:x:AAAA' WHERE seq = 4"))


@pytest.mark.parametrize("change", [_change_actor, _delete, _swap, _change_payload, _break_payload])
def test_the_verifier_names_the_row(database: Database, change: Callable[[Connection], None]) -> None:
    append(database, 7)
    meddle(database, change)
    with database.read() as session:
        report = verify_trail(session)
    assert report.fault is not None
    assert (report.fault.seq, report.checked) == (4, 3)


@pytest.mark.parametrize("wait_seconds", [Patience().seconds, 0.001], ids=["patient", "impatient"])
def test_eight_writers_at_once_leave_an_unbroken_chain(
    database: Database, wait_seconds: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also when some find the database busy, as all do on a machine that stood still for half a minute."""
    if database.is_sqlite:
        monkeypatch.setattr(
            database, "_write_lock", WriteLock(sqlite_file_of(database), Patience(wait_seconds))
        )
    with ThreadPoolExecutor(8) as pool:
        writers = [(number, f"writer{writer}") for number in range(10) for writer in range(8)]
        list(pool.map(lambda entry: append_one(database, *entry), writers))
    with database.read() as session:
        report = verify_trail(session)
        told = sorted((event.payload["number"], event.actor) for event in session.scalars(select(TrailEvent)))
    assert (report.checked, report.fault) == (80, None)
    assert told == sorted(writers), "each once"
