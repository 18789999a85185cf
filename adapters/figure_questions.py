"""Puts a question to the store: whole months of what is counted beforehand come from the cells, all else from the rows.

A question is answered from the cells where one code, or none, decides which rows are meant and on which line they stand.
Rows that are left out are taken off what the cells say. The days at the ends of a period that begins or ends within a month
are counted from the rows. What turns with time is
in few rows, which are looked at one by one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, timedelta
from typing import Any

from adapters.figure_tables import ALL, unpacking, value_of
from services.ports.figures import BY_MONTH, KEY, NOTHING, FigureShape, Held, Line, Question, Spread

Range = tuple[date, date]
Piece = tuple[str, list[object]]


def answer(question: Question, shape: FigureShape, connection: Any) -> list[Line]:  # Any: DuckDB's connection
    """The lines in the order of their values."""
    _refuse_unknown(question, shape)
    asked = _Asked(question, shape)
    statement, values = asked.ask_parts()
    found = connection.execute(statement, values).fetchall()
    spreads = {spread: _read_spread(asked, spread, connection) for spread in question.spreads}
    return [
        Line(
            value,
            dict(zip(shape.parts, parts, strict=True)),
            {spread: of_value[value] for spread, of_value in spreads.items() if value in of_value},
        )
        for value, *parts in found
    ]


def _refuse_unknown(question: Question, shape: FigureShape) -> None:
    """Names come into a statement as they are, so they are ours alone."""
    groups = {*question.narrowed, question.group or BY_MONTH} - {BY_MONTH}
    if (
        question.day not in shape.days
        or groups - set(shape.groups)
        or {*question.only, *question.never} - set(shape.parts)
    ):
        raise ValueError("a question about what the store does not count by")


def _read_spread(asked: _Asked, spread: str, connection: Any) -> dict[str, Spread]:  # Any: as above
    statement, values = asked.ask_spread(spread)
    return {
        value: Spread(cases, total, median, p90)
        for value, cases, total, median, p90 in connection.execute(statement, values).fetchall()
    }


class _Asked:
    """One question in the words of the tables."""

    def __init__(self, question: Question, shape: FigureShape) -> None:
        self._question, self._shape = question, shape
        self._place = _find_place(question, shape)
        self._months, self._ranges = _cut(question, is_counted=self._place is not None)
        self._now = question.now.astimezone(UTC).replace(tzinfo=None)

    def ask_parts(self) -> Piece:
        """A row a value: the value and the sum of each part."""
        parts = self._shape.parts
        sums = ", ".join(f'sum("{part}")::BIGINT' for part in parts)
        some = " OR ".join(f'sum("{part}") <> 0' for part in parts)
        pieces = [
            *self._from_cells(", ".join(f'"{part}"' for part in parts), "cell", ""),
            *self._taken_off(", ".join(f'-"{part}"' for part in parts), ""),
            *self._from_packed(),
            *self._from_turning(),
        ]
        union, values = _join(pieces)
        return f"SELECT value, {sums} FROM ({union}) GROUP BY value HAVING {some} ORDER BY value", values

    def ask_spread(self, spread: str) -> Piece:
        """A row a value: the value, cases, total, median and the ninth decile."""
        pieces = [
            *self._from_cells("number, cases", "spread_cell", f" AND spread = '{spread}'"),
            *self._taken_off(f'"{spread}", -1', f' AND "{spread}" IS NOT NULL'),
            *self._from_rows(f'"{spread}" AS number, 1 AS cases', f' AND "{spread}" IS NOT NULL'),
        ]
        union, values = _join(pieces)
        numbers = (
            f"SELECT value, number, sum(cases) AS cases FROM ({union}) GROUP BY ALL HAVING sum(cases) <> 0"
        )
        running = (
            "SELECT value, number, cases, sum(cases) OVER (PARTITION BY value ORDER BY number) AS upto,"
            f" sum(cases) OVER (PARTITION BY value) AS allof FROM ({numbers})"
        )
        told = (
            "value, sum(cases)::BIGINT, sum(number * cases)::BIGINT, min(number) FILTER (2 * upto >= allof),"
            " min(number) FILTER (10 * upto >= 9 * allof)"
        )
        return f"SELECT {told} FROM ({running}) GROUP BY value", values

    def _from_cells(self, what: str, table: str, further: str) -> Iterator[Piece]:
        if self._place is None or self._months is None:
            return
        group, value = self._place
        shown = "strftime(month, '%Y-%m')" if self._question.group == BY_MONTH else "value"
        where = f"day = ? AND grp = ? AND month BETWEEN ? AND ?{further}"
        values: list[object] = [self._question.day, group, *self._months]
        if self._question.group is None:
            shown = "''"
        if value is not None:
            where += " AND value = ?"
            values.append(value)
        yield f"SELECT {shown} AS value, {what} FROM {table} WHERE {where}", values

    def _taken_off(self, what: str, further: str) -> Iterator[Piece]:
        """What the cells hold of the rows that are left out."""
        if self._place is None or self._months is None or not self._question.without:
            return
        first, last = self._months
        narrowed, values = self._narrowed()
        where = f'{KEY} IN (SELECT unnest(?::VARCHAR[])) AND "{self._question.day}" >= ? AND "{self._question.day}" < ?'
        yield (
            f"SELECT {self._shown()} AS value, {what} FROM case_row WHERE {where}{narrowed}{further}",
            [list(self._question.without), first, _next_month(last), *values],
        )

    def _from_rows(self, what: str, further: str) -> Iterator[Piece]:
        narrowed, values = self._let_in()
        for begins, ends in self._ranges:
            where = f'"{self._question.day}" BETWEEN ? AND ?{narrowed}{further}'
            yield (
                f"SELECT {self._shown()} AS value, {what} FROM case_row WHERE {where}",
                [begins, ends, *values],
            )

    def _from_packed(self) -> Iterator[Piece]:
        """Rows that count for the same are counted together before their parts are told apart."""
        for rows, values in self._from_rows("packed", ""):
            counted = f"SELECT value, packed, count(*) AS k FROM ({rows}) GROUP BY value, packed"
            yield f"SELECT value, {unpacking(self._shape)} FROM ({counted})", values

    def _from_turning(self) -> Iterator[Piece]:
        narrowed, values = self._let_in()
        turned = ", ".join(
            f'("{self._shape.turning[part]}" < ?)::INTEGER' if part in self._shape.turning else "0"
            for part in self._shape.parts
        )
        # A moment that is missing turns nothing: sum leaves it out.
        where = f'"{self._question.day}" BETWEEN ? AND ?{narrowed}'
        period = [self._question.begins, self._question.ends]
        nows: list[object] = [self._now] * len(self._shape.turning)
        yield (
            f"SELECT {self._shown()} AS value, {turned} FROM turning_row WHERE {where}",
            [*nows, *period, *values],
        )

    def _shown(self) -> str:
        group = self._question.group
        if group == BY_MONTH:
            return f"strftime(\"{self._question.day}\", '%Y-%m')"
        return value_of(self._shape, ALL if group is None else group)

    def _let_in(self) -> Piece:
        """Narrowed, and without the rows that are left out."""
        text, values = self._narrowed()
        if not self._question.without:
            return text, values
        return f"{text} AND {KEY} NOT IN (SELECT unnest(?::VARCHAR[]))", [
            *values,
            list(self._question.without),
        ]

    def _narrowed(self) -> Piece:
        text, values = "", list[object]()
        for group, value in self._question.narrowed.items():
            if self._shape.columns[group] is Held.CODES:
                text += (
                    f' AND coalesce(len("{group}"), 0) = 0'
                    if value == NOTHING
                    else f' AND list_contains("{group}", ?)'
                )
            else:
                text += (
                    f' AND "{group}" IS NULL' if value == NOTHING else f' AND CAST("{group}" AS VARCHAR) = ?'
                )
            values += [] if value == NOTHING else [value]
        for part in (*self._question.only, *self._question.never):
            moment = self._shape.turning.get(part)
            turned = f' OR coalesce("{moment}" < ?, false)' if moment else ""
            text += f' AND {"" if part in self._question.only else "NOT "}("{part}" > 0{turned})'
            values += [self._now] if moment else []
        return text, values


def _find_place(question: Question, shape: FigureShape) -> tuple[str, str | None] | None:
    """The group of cells that answers, and its one value if only that is asked for; None where no group does."""
    if question.only or question.never or len(question.narrowed) > 1:
        return None
    narrowed = next(iter(question.narrowed.items()), None)
    if question.group in (None, BY_MONTH):
        return narrowed or (ALL, None)
    if narrowed is None:
        return str(question.group), None
    # A row with several codes stands on the lines of all of them, whichever it was chosen by.
    if narrowed[0] == question.group and shape.columns[narrowed[0]] is not Held.CODES:
        return narrowed
    return None


def _cut(question: Question, *, is_counted: bool) -> tuple[Range | None, Sequence[Range]]:
    """The first days of the first and last whole month, and what is left of the period."""
    begins, ends = question.begins, question.ends
    if begins > ends:
        return None, []
    first = begins if begins.day == 1 else _next_month(begins)
    after = _next_month(ends) if (ends + timedelta(days=1)).day == 1 else ends.replace(day=1)
    if not is_counted or first >= after:
        return None, [(begins, ends)]
    last = (after - timedelta(days=1)).replace(day=1)
    edges = [(begins, first - timedelta(days=1)), (after, ends)]
    return (first, last), [(one, other) for one, other in edges if one <= other]


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def _join(pieces: Sequence[Piece]) -> Piece:
    return (
        " UNION ALL ".join(text for text, _ in pieces),
        [value for _, values in pieces for value in values],
    )
