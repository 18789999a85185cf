"""What a database says of itself for the manifest of its backup."""

from __future__ import annotations

from collections.abc import Iterator

from alembic.runtime.migration import MigrationContext
from sqlalchemy import Column, Connection, select

from models.ledger.inbox import InboxRow
from models.store.tables import Base
from models.vault.vault_key import VaultKey
from services.ports.engine import partition_of

# What such columns hold is the name of a stored file, or, once that was destroyed, the id of the row.
_NAMES_A_FILE = frozenset({"storage_key", "safe_copy_key", "raw_key"})
# Names files that are to go.
_OWED = "owed_erasure"


def read_schema(connection: Connection) -> str:
    """The revision of its tables."""
    return MigrationContext.configure(connection).get_current_revision() or ""


def list_sealing_keys(connection: Connection) -> tuple[str, ...]:
    """Ids of the keys that sealed it."""
    return tuple(connection.scalars(select(VaultKey.key_id).order_by(VaultKey.key_id)))


def find_newest_keys(connection: Connection) -> dict[str, str]:
    """The newest key of a job that was done, by the number of the engine's partition."""
    newest: dict[int, int] = {}
    for (told,) in connection.execute(select(InboxRow.job_key).execution_options(yield_per=1000)):
        if str(told).isdecimal():
            partition = partition_of(told)
            newest[partition] = max(int(told), newest.get(partition, 0))
    return {str(partition): str(key) for partition, key in sorted(newest.items())}


def list_named_files(connection: Connection) -> Iterator[str]:
    """Keys of the stored files that its records name; those of destroyed files are no names any more."""
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if column.name in _NAMES_A_FILE and table.name != _OWED:
                yield from _names_in(column, connection)


def _names_in(column: Column[str], connection: Connection) -> Iterator[str]:
    query = select(column).where(column.is_not(None))
    if "id" in column.table.columns:
        query = query.where(column != column.table.c.id)
    yield from connection.scalars(query.execution_options(yield_per=1000))
