"""The engine's tables behind the narrow connection: recovery reads them, group commits write them.

Rows are the current state and the history at once; what is over in memory stays here for searches.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from engine.state.batch import Batch
from engine.state.catalogue import ENTITY_TYPES
from engine.state.connection import Connection, SqlRow
from engine.state.entity import Entity
from engine.state.migration import list_migrations, migrate
from engine.state.retention import Expired, find_expired
from engine.state.rows import EntityTable
from engine.state.store_faults import failed_commit

CLOCK_PIN: Final = "clock_pinned_at"
# This part of the file stays free for the rows to come; only what is free beyond it is given back.
KEPT_FREE: Final = 1 / 8


def table_name(noun: type[Entity]) -> str:
    """The table of a noun: its class name in snake_case."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", noun.__name__).lower()


TABLES: Final[dict[type[Entity], EntityTable[Entity]]] = {
    noun: EntityTable(noun, table_name(noun)) for noun in ENTITY_TYPES
}


class Store:
    """One engine's store, migrated to this release; a store of a newer release is refused."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        migrate(connection, list_migrations())

    def load(self) -> Iterator[Entity]:
        """All that is open, each noun after those it refers to; proportional to what is open."""
        for table in TABLES.values():
            for row in self._connection.execute(table.select_open_sql):
                yield table.from_row(row)

    def find_pinned_clock(self) -> int | None:
        """The moment at which the engine's clock was left standing, in epoch milliseconds."""
        rows = self._connection.execute("SELECT value FROM meta WHERE name = ?", (CLOCK_PIN,))
        value = rows[0][0] if rows else None
        return None if value is None else int(value)

    def write(self, batch: Batch) -> None:
        """Write and commit a batch as one transaction; after any error the process must stop."""
        connection = self._connection
        connection.begin()
        for sql, rows in batch.upserts.items():
            connection.executemany(sql, rows)
        for sql, rows in batch.deletes.items():
            connection.executemany(sql, rows)
        for name, value in batch.meta.items():
            connection.execute("UPDATE meta SET value = ? WHERE name = ?", (value, name))
        connection.commit()

    def find_expired(self, ended_until_ms: int, limit: int) -> Expired:
        """At most `limit` rows of history that ended at that moment or before; `write` deletes them."""
        return find_expired(self._connection, ended_until_ms, limit)

    def give_back_pages(self, limit: int) -> int:
        """Shorten the file by at most so many pages, in a transaction of its own; how many it lost.

        None while an eighth of the file or less is free, for what comes next would only make it longer again. Memory
        knows of no page: after an error that was rolled back the engine may go on; CommitFailed where it was not.
        """
        free, pages = self._pragma("freelist_count"), self._pragma("page_count")
        spare = free - int(pages * KEPT_FREE)
        if spare <= 0 or self._pragma("auto_vacuum") == 0:
            return 0
        try:
            self._connection.begin()
            for _ in range(min(limit, spare)):
                # Page by page: the driver takes one step of a statement without columns, whatever number it is given.
                self._connection.execute("PRAGMA incremental_vacuum(1)")
            self._connection.commit()
        except Exception:
            self._roll_back()
            raise
        return pages - self._pragma("page_count")

    def close(self) -> None:
        """Give the file back."""
        self._connection.close()

    def _roll_back(self) -> None:
        try:
            self._connection.rollback()
        except Exception as error:
            raise failed_commit(error) from error

    def _pragma(self, name: str) -> int:
        return int(str(self._connection.execute(f"PRAGMA {name}")[0][0]))


def fill_batch(
    batch: Batch, upserts: Iterable[tuple[type[Entity], SqlRow]], deletes: Iterable[tuple[type[Entity], int]]
) -> None:
    """Add the rows of changed entities to a batch, and the keys of those that are gone."""
    for noun, row in upserts:
        batch.upserts.setdefault(TABLES[noun].upsert_sql, []).append(row)
    for noun, key in deletes:
        batch.deletes.setdefault(TABLES[noun].delete_sql, []).append((key,))
