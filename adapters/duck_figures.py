"""The store of figures in DuckDB: one file in the data folder, for all processes of the office."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from adapters.figure_entries import answer_entries, list_entries
from adapters.figure_file import FigureFile
from adapters.figure_left_out import LeftOut
from adapters.figure_questions import answer_all
from adapters.figure_tables import (
    all_columns,
    changed_tables,
    changes,
    comparing,
    counting,
    counting_changes,
    drawing_together,
    is_turning,
    packing,
    tables,
)
from models.ground.errors import FiguresAway
from services.ports.figures import (
    KEY,
    Answer,
    EntryLine,
    EntryQuestion,
    FigureShape,
    Filling,
    Mark,
    Question,
    Row,
    Value,
)

FILE = "figures.duckdb"
# Cells are drawn together once more lie there than this, beside twice of what was left the last time.
LOOSE_CELLS = 50_000
# Rows that are counted into all groups at once.
FEW_ROWS = 20_000


class DuckFigures:
    """Opened for as long as a question lasts; whoever finds it spoilt puts it aside, and it is made anew."""

    def __init__(self, data: Path, shape: FigureShape) -> None:
        """`data` is the data folder; the store is made at its first filling."""
        self._file = FigureFile(data / FILE, data / "run")
        self._shape = shape
        self._left_out = LeftOut(shape)

    @property
    def shape(self) -> FigureShape:
        """What the rows are made of."""
        return self._shape

    def find_mark(self) -> Mark | None:
        """None where there is no store of this shape: it is to be made anew."""
        if not self._file.path.exists():
            return None
        try:
            with self._file.read() as connection:
                return self._read_mark(connection)
        except FiguresAway:
            if self._file.path.exists():
                raise
            # It was spoilt and lies aside.
            return None

    def ask(self, questions: Sequence[Question]) -> Answer:
        """The answers to all questions, by one view of the rows."""
        with self._reading() as (mark, connection):
            self._left_out.lay_out(questions, self._file.find_state(), connection)
            return Answer(mark, answer_all(questions, self._shape, connection))

    def ask_entries(self, questions: Sequence[EntryQuestion]) -> tuple[Mark, Sequence[Sequence[EntryLine]]]:
        """The lines of each question in the order of their places and codes, by one view of the rows."""
        with self._reading() as (mark, connection):
            return mark, [answer_entries(question, self._shape, connection) for question in questions]

    def list_most(self, question: EntryQuestion, code: str, most: int) -> list[tuple[str, int | None]]:
        """The complaints with entries of a code and the number of each, the highest first."""
        with self._reading() as (_, connection):
            return list_entries(question, self._shape, (code, most), connection)

    def read_rows(self, ids: Sequence[str]) -> dict[str, Row]:
        """The rows of these complaints as they were written, by complaint_id."""
        names = list(all_columns(self._shape))
        with self._reading() as (_, connection):
            found = connection.execute(
                f"SELECT * EXCLUDE (packed) FROM case_row WHERE {KEY} IN (SELECT unnest(?::VARCHAR[]))",
                [list(ids)],
            ).fetchall()
        rows = [dict(zip(names, (_from_store(value) for value in values), strict=True)) for values in found]
        return {str(row[KEY]): row for row in rows}

    def list_ids(self, after: str = "", until: str | None = None) -> list[str]:
        """The complaints that are in it, in order; those after an id, up to another one and with it."""
        asked, bounds = f"SELECT {KEY} FROM case_row WHERE {KEY} > ?", [after]
        if until is not None:
            asked, bounds = f"{asked} AND {KEY} <= ?", [after, until]
        with self._reading() as (_, connection):
            return [row[0] for row in connection.execute(f"{asked} ORDER BY 1", bounds).fetchall()]

    def find_miscounted(self) -> list[str]:
        """What is counted otherwise than the rows say, a line each; empty when all adds up. A writer waits for one look."""
        turning = (
            f"SELECT 'turning ' || {KEY} FROM ((SELECT {KEY} FROM case_row WHERE {is_turning(self._shape)})"
            f" EXCEPT ALL (SELECT {KEY} FROM turning_row)) ORDER BY 1"
        )
        found = list[str]()
        for query in (turning, *comparing(self._shape)):
            with self._reading() as (_, connection):
                found += [name for (name,) in connection.execute(query).fetchall()]
        return found

    def hold_writing(self) -> AbstractContextManager[None]:
        """One writer at a time; FiguresAway at once while there is another."""
        return self._file.hold_writing()

    def replace(self, ids: Iterable[str], rows: Sequence[Row], mark: Mark) -> None:
        """Rows of these ids are these and no others, and the mark is this, both or neither."""
        gone = list(ids)
        with self._file.write() as connection:
            if self._read_mark(connection) is None:
                raise FiguresAway
            if gone:
                for statement in changed_tables(self._shape):
                    connection.execute(statement)
                connection.execute("INSERT INTO gone SELECT unnest(?::VARCHAR[])", [gone])
                self._insert("coming", rows, connection)
                for statement in changes(self._shape):
                    connection.execute(statement)
                self._draw_together(connection)
            self._write_mark(mark, connection)

    @contextmanager
    def fill(self) -> Iterator[Filling]:
        """Make a store anew; what is begun and not finished is forgotten."""
        with self._file.make() as connection:
            for statement in tables(self._shape):
                connection.execute(statement)
            filling = _Filling(self, connection)
            yield filling
            if not filling.is_finished:
                raise FiguresAway

    @contextmanager
    def _reading(self) -> Iterator[tuple[Mark, Any]]:  # Any: DuckDB's connection
        with self._file.read() as connection:
            mark = self._read_mark(connection)
            if mark is None:
                raise FiguresAway
            yield mark, connection

    def _read_mark(self, connection: Any) -> Mark | None:  # Any: as above
        import duckdb  # noqa: PLC0415 - 40 MB and a fifth of a second, for those alone who open a store

        try:
            row = connection.execute("SELECT version, seq, hash, read_at FROM mark").fetchone()
        except duckdb.CatalogException:
            # Of a database that is somebody else's.
            return None
        if row is None or row[0] != self._shape.version:
            return None
        return Mark(row[1], row[2], row[3].replace(tzinfo=UTC))

    def _write_mark(self, mark: Mark, connection: Any) -> None:  # Any: as above
        connection.execute("DELETE FROM mark")
        connection.execute(
            "INSERT INTO mark VALUES (?, ?, ?, ?)",
            [self._shape.version, mark.seq, mark.hash, _to_store(mark.read_at)],
        )

    def _insert(self, table: str, rows: Sequence[Row], connection: Any) -> None:  # Any: as above
        columns = all_columns(self._shape)
        lists = ", ".join(f'unnest(?::{kind}[]) AS "{name}"' for name, kind in columns.items())
        values = [[_to_store(row[name]) for row in rows] for name in columns]
        connection.execute(
            f"INSERT INTO {table} SELECT *, {packing(self._shape)} FROM (SELECT {lists})", values
        )

    def _draw_together(self, connection: Any) -> None:  # Any: as above
        """Now and then: cells that are only added to would grow for ever."""
        loose, drawn = connection.execute(
            "SELECT count(*), count(DISTINCT (day, grp, value, month)) FROM cell"
        ).fetchone()
        if loose > 2 * drawn + LOOSE_CELLS:
            for statement in drawing_together(self._shape):
                connection.execute(statement)


class _Filling:
    """A store that is being made in a file of its own."""

    def __init__(self, store: DuckFigures, connection: Any) -> None:  # Any: DuckDB's connection
        self._store = store
        self._connection = connection
        self.is_finished = False

    def add(self, rows: Sequence[Row]) -> None:
        """Rows of complaints that are not in it yet."""
        if rows:
            self._store._insert("case_row", rows, self._connection)

    def finish(self, mark: Mark) -> None:
        """Count what is there and put it into the place of the one in use."""
        count_all(self._store.shape, self._connection)
        self._store._write_mark(mark, self._connection)
        self.is_finished = True


def count_all(shape: FigureShape, connection: Any) -> None:  # Any: as above
    """Count all rows of a store that has counted none yet: few as a change, of many each group by itself, to fit into memory."""
    connection.execute("CREATE TEMP VIEW changed AS SELECT *, 1 AS sign FROM case_row")
    (rows,) = connection.execute("SELECT count(*) FROM case_row").fetchone()
    for statement in counting_changes(shape) if rows <= FEW_ROWS else counting(shape, "changed"):
        connection.execute(statement)
    connection.execute(f"INSERT INTO turning_row SELECT * FROM case_row WHERE {is_turning(shape)}")
    for statement in drawing_together(shape):
        connection.execute(statement)


def _to_store(value: Value) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None)
    return [_to_store(one) for one in value] if isinstance(value, tuple) else value


def _from_store(value: Any) -> Value:  # Any: whatever DuckDB holds
    told: Any = value
    if isinstance(value, datetime):
        told = value.replace(tzinfo=UTC)
    if isinstance(value, list):
        told = tuple(_from_store(one) for one in value)
    kept: Value = told
    return kept
