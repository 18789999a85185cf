"""The database of an office that an earlier release kept in a file, as it would stand had it been kept on PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from alembic import command
from sqlalchemy import JSON, Connection, DateTime, MetaData, Table, select, text

from models.store import migrations
from models.store.database import Database
from tests.database import sqlite_at

REVISION_TABLE = "alembic_version"


def move_to(database: Database, file: Path) -> None:
    """Make the tables of the file's own revision in the empty `database`, and put every row of the file into them."""
    with sqlite_at(file) as kept:
        upgrade_to(database, migrations.current_revision(kept))
        old, new = MetaData(), MetaData()
        old.reflect(kept.engine)
        new.reflect(database.engine)
        assert set(old.tables) == set(new.tables)
        with kept.read() as session, database.connect_for_write() as connection:
            # Rows come table by table, and some tables know each other.
            connection.execute(text("SET LOCAL session_replication_role = replica"))
            for name, table in new.tables.items():
                if name == REVISION_TABLE:
                    continue
                rows = [dict(row) for row in session.execute(select(old.tables[name])).mappings()]
                if rows:
                    connection.execute(table.insert(), [_fitting(row, table) for row in rows])
                _go_on_counting(connection, table)


def upgrade_to(database: Database, revision: str | None) -> None:
    """Bring an older database to that revision, in one transaction as `migrate` does."""
    with database.connect_for_write() as connection:
        upgrade_on(connection, revision)


def upgrade_on(connection: Connection, revision: str | None) -> None:
    """The same, in the transaction of the caller."""
    assert revision is not None
    config = migrations._config()
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def _fitting(row: dict[str, object], table: Table) -> dict[str, object]:
    """SQLite keeps moments in UTC without an offset, and knows no value of JSON that is SQL's own null."""
    for column in table.columns:
        value = row[column.name]
        if isinstance(column.type, DateTime) and isinstance(value, datetime):
            row[column.name] = value.replace(tzinfo=UTC)
        elif isinstance(column.type, JSON) and value is None:
            del row[column.name]
    return row


def _go_on_counting(connection: Connection, table: Table) -> None:
    for column in table.columns:
        if "nextval" in str(column.server_default.arg if column.server_default is not None else ""):
            counted = f"SELECT setval(pg_get_serial_sequence('{table.name}', '{column.name}'), "
            counted += f"coalesce(max({column.name}), 0) + 1, false) FROM {table.name}"
            connection.execute(text(counted))
