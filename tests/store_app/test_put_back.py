"""The database that tests on PostgreSQL share is for each of them what a fresh copy of its template is."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import func, select, update
from sqlalchemy.exc import OperationalError

from models.office.staff import Staff
from tests.database import PostgresPlace, postgres_copy
from tests.postgres import PostgresServer, plain_url
from tests.put_back import keep, put_back

TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
SEQUENCES = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1"
# One of each: rows that came, that went, that changed; one that triggers protect; a counter; a table that has grown large.
CHANGES = (
    "INSERT INTO trail_event SELECT n, NULL, now(), 'x', 'k', '', n::text, n::text FROM generate_series(100001, 109000) n",
    "UPDATE staff SET name = 'other'",
    "DELETE FROM time_limit_policy",
    "SELECT setval(sequencename::text, 4711) FROM pg_sequences WHERE schemaname = 'public'",
)


def plain(server: PostgresServer, name: str) -> str:
    return plain_url(server.url.set(database=name))


@pytest.fixture
def copy(postgres_server: PostgresServer, postgres_office_template: str) -> Iterator[str]:
    """A copy of a set-up office."""
    url = postgres_server.create_database(postgres_office_template)
    yield plain(postgres_server, str(url.database))
    postgres_server.drop_database(url)


@pytest.fixture
def keeper(copy: str) -> Iterator[psycopg.Connection]:
    """The connection that keeps its rows."""
    with psycopg.connect(copy, autocommit=True) as connection:
        assert keep(connection)
        yield connection


def content(url: str) -> dict[str, object]:
    """Every row of every table, and where every counter stands."""
    with psycopg.connect(url) as connection:
        tables = [name for (name,) in connection.execute(TABLES)]
        rows = {name: _rows(name, connection) for name in tables}
        return {**rows, "sequences": connection.execute(SEQUENCES).fetchall()}


def _rows(table: str, connection: psycopg.Connection) -> list[str]:
    return sorted(map(repr, connection.execute(sql.SQL("SELECT * FROM {}").format(sql.Identifier(table)))))


def test_every_row_and_counter_is_as_in_the_template(
    copy: str, keeper: psycopg.Connection, postgres_server: PostgresServer, postgres_office_template: str
) -> None:
    fresh = content(plain(postgres_server, postgres_office_template))
    for _ in range(2):
        with psycopg.connect(copy, autocommit=True) as connection:
            connection.execute("SET session_replication_role = replica")
            for change in CHANGES:
                connection.execute(change)
        changed = content(copy)
        assert [name for name in ("trail_event", "staff", "sequences") if changed[name] == fresh[name]] == []
        assert put_back(keeper)
        assert content(copy) == fresh


def test_rows_are_read_as_they_came(copy: str, keeper: psycopg.Connection) -> None:
    """As in a fresh copy: many a test takes the last row for the newest, whatever the tests before it did to the table."""
    add = "INSERT INTO outbox_note VALUES (%s, 'new')"
    with psycopg.connect(copy, autocommit=True) as connection:
        connection.execute("CREATE TABLE outbox_note (no int PRIMARY KEY, state text)")
        connection.execute("DELETE FROM kept._changes")
    for changes in (True, True, False):
        with psycopg.connect(copy, autocommit=True) as connection:
            for number in range(300):
                connection.execute(add, (number,))
                if changes:
                    connection.execute("UPDATE outbox_note SET state = 'old' WHERE no = %s", (number,))
                read = [number for (number,) in connection.execute("SELECT no FROM outbox_note")]
        assert changes or read == sorted(read)
        assert put_back(keeper)


def test_what_protects_the_trail_stands_again(copy: str, keeper: psycopg.Connection) -> None:
    assert put_back(keeper)
    with psycopg.connect(copy, autocommit=True) as connection:
        connection.execute("INSERT INTO trail_event VALUES (200000, NULL, now(), 'x', 'k', '', '0', '1')")
        with pytest.raises(psycopg.Error):
            connection.execute("DELETE FROM trail_event")
    assert put_back(keeper)


@pytest.mark.parametrize(
    "change",
    [
        "CREATE TABLE other (id int)",
        "ALTER TABLE staff ADD COLUMN other int",
        "DROP TABLE trail_event",
        "ALTER TABLE trail_event DISABLE TRIGGER ALL",
        "GRANT SELECT ON staff TO PUBLIC",
    ],
)
def test_a_database_of_another_shape_is_made_anew(copy: str, keeper: psycopg.Connection, change: str) -> None:
    with psycopg.connect(copy, autocommit=True) as connection:
        connection.execute(change)
    assert not put_back(keeper)


def test_whoever_holds_a_lock_is_sent_away(copy: str, keeper: psycopg.Connection) -> None:
    """A test that failed may have left a transaction open."""
    with psycopg.connect(copy) as holder:
        holder.execute("LOCK TABLE staff")
        assert put_back(keeper)
        with pytest.raises(psycopg.OperationalError):
            holder.execute("SELECT 1")
        holder.close()


def test_a_connection_that_was_given_back_serves_the_next_test_and_one_that_was_not_is_cut(
    postgres_server: PostgresServer, postgres_office_template: str
) -> None:
    """What it has read of the tables stays with it, what was in them does not."""
    with postgres_copy(postgres_server) as database:
        place = PostgresPlace(postgres_server, database)
        served: list[int] = []
        for _ in range(3):
            with place.copy_of(postgres_office_template) as office, office.write_transaction() as session:
                assert set(session.scalars(select(Staff.name))) != {"other"}
                session.execute(update(Staff).values(name="other"))
                served.append(session.scalars(select(func.pg_backend_pid())).one())
        assert len(set(served)) == 1
        with place.copy_of(postgres_office_template) as office:
            held = office.engine.connect()
            held.execute(select(Staff.name)).all()
        with place.copy_of(postgres_office_template), pytest.raises(OperationalError):
            held.execute(select(Staff.name))
        held.close()
        place.close()
