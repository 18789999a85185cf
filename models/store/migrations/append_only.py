"""Triggers that make a table append-only on both databases, or one from which nothing is deleted."""

from collections.abc import Iterator, Sequence

from alembic import op
from sqlalchemy import Connection, inspect

# Names of tables come from revisions only, never from outside.
_SQLITE = """
CREATE TRIGGER {table}_refuses_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
_POSTGRESQL_FUNCTION = """
CREATE FUNCTION {table}_refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$
"""
_POSTGRESQL_TRIGGER = """
CREATE TRIGGER {table}_refuses_{verb} BEFORE {verb} ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse_change()
"""
_SQLITE_BUT = """
CREATE TRIGGER {table}_refuses_update BEFORE UPDATE ON {table}
WHEN NOT (OLD.{flag} = 0 AND NEW.{flag} = 1 AND {same})
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
_POSTGRESQL_BUT = """
CREATE TRIGGER {table}_refuses_update BEFORE UPDATE ON {table}
FOR EACH ROW WHEN (NOT (NOT OLD.{flag} AND NEW.{flag} AND {same}))
EXECUTE FUNCTION {table}_refuse_change()
"""
_SQLITE_NO_REPLACEMENT = """
CREATE TRIGGER {table}_refuses_replacement BEFORE INSERT ON {table}
WHEN EXISTS (SELECT 1 FROM {table} WHERE {taken})
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""


def refuse_changes(table: str) -> None:
    """Refuse UPDATE and DELETE (and TRUNCATE where it exists) on `table` from now on; `refuse_replacement` belongs to it."""
    _refuse(table, "UPDATE", "DELETE")


def refuse_deletes(table: str) -> None:
    """Refuse DELETE (and TRUNCATE where it exists); a row may go on, as a proposal that is decided."""
    _refuse(table, "DELETE")


def refuse_changes_but(table: str, flag: str, others: Sequence[str]) -> None:
    """The same, but `flag` may become true by itself; `others` are the columns that stay."""
    _refuse(table, "DELETE")
    if op.get_bind().dialect.name == "sqlite":
        same = " AND ".join(f"NEW.{name} IS OLD.{name}" for name in others)
        op.execute(_SQLITE_BUT.format(table=table, flag=flag, same=same))
        return
    # As text: JSON knows no equality.
    same = " AND ".join(f"NEW.{name}::text IS NOT DISTINCT FROM OLD.{name}::text" for name in others)
    op.execute(_POSTGRESQL_BUT.format(table=table, flag=flag, same=same))


def refuse_replacement(table: str) -> None:
    """Refuse, on SQLite, a row whose key there is: INSERT OR REPLACE deletes the other one and asks no trigger of DELETE.

    Of every key that the table has by then. PostgreSQL has no such statement; there ON CONFLICT DO UPDATE asks the trigger
    of UPDATE. After it ON CONFLICT DO NOTHING is refused too.
    """
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        keys = [
            " AND ".join(f"{name} = NEW.{name}" for name in columns) for columns in _keys(table, connection)
        ]
        op.execute(_SQLITE_NO_REPLACEMENT.format(table=table, taken=" OR ".join(f"({key})" for key in keys)))


def _keys(table: str, connection: Connection) -> Iterator[Sequence[str | None]]:
    found = inspect(connection)
    yield found.get_pk_constraint(table)["constrained_columns"]
    for constraint in found.get_unique_constraints(table):
        yield constraint["column_names"]
    for index in found.get_indexes(table):
        if index["unique"]:
            yield index["column_names"]


def _refuse(table: str, *verbs: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in verbs:
            op.execute(_SQLITE.format(table=table, verb=verb))
        return
    op.execute(_POSTGRESQL_FUNCTION.format(table=table))
    for verb in (*verbs, "TRUNCATE"):
        op.execute(_POSTGRESQL_TRIGGER.format(table=table, verb=verb))
