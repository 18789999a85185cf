"""The rows that a reader must keep away from, found once for each state of the store.

Keys are in no order, and to look for a few among millions takes longer than all else that a page asks. Who keeps away from
what hardly changes between two pages, so a process keeps the rows that it has found until the store is written again.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from adapters.figure_tables import all_columns, counted_columns
from services.ports.figures import KEY, FigureShape, Question

# By key; None where there is no such row.
Found = Mapping[str, tuple[Any, ...] | None]
# Whoever keeps away from more than this looks for them again.
MOST_KEPT = 10_000


class LeftOut:
    """Of one store, for all threads of a process."""

    def __init__(self, shape: FigureShape) -> None:
        self._columns = counted_columns(shape)
        types = all_columns(shape)
        self._types = [types[name] for name in self._columns]
        self._kept: tuple[object, Found] = (None, {})

    def lay_out(
        self, questions: Sequence[Question], state: object, connection: Any
    ) -> None:  # Any: DuckDB's connection
        """A table `left_out` of what these questions leave out; `state` is another one after each change of the store."""
        ids = sorted({key for question in questions for key in question.without})
        if not ids:
            return
        found = self._find(ids, state, connection)
        rows = [row for key in ids if (row := found[key]) is not None]
        columns = ", ".join(
            f'unnest(?::{kind}[]) AS "{name}"' for name, kind in zip(self._columns, self._types, strict=True)
        )
        values = [[row[place] for row in rows] for place in range(len(self._columns))]
        connection.execute(f"CREATE TEMP TABLE left_out AS SELECT {columns}", values)

    def _find(self, ids: Collection[str], state: object, connection: Any) -> Found:  # Any: as above
        of, known = self._kept
        known = known if of == state else {}
        missing = [key for key in ids if key not in known]
        if missing:
            columns = ", ".join(f'"{name}"' for name in self._columns)
            places = f"SELECT rowid FROM case_row WHERE {KEY} IN (SELECT unnest(?::VARCHAR[]))"
            rows = connection.execute(
                f"SELECT {columns} FROM case_row WHERE rowid IN ({places})", [missing]
            ).fetchall()
            known = {**known, **dict.fromkeys(missing), **{row[0]: row for row in rows}}
            self._kept = (state, known if len(known) <= MOST_KEPT else {})
        return known
