"""Questions that are answered by looking at the same rows once: they differ in their period alone.

A page asks for a period, the one before and the year before at once. To plan a statement takes longer than to answer it, so
what can be asked together is. Where two periods overlap, a row would answer both: these are asked apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta

from adapters.figure_derived import DERIVED
from adapters.figure_tables import ALL, among_of, narrowed_to, unpacking, value_of
from services.ports.figures import BY_MONTH, KEY, FigureShape, Held, Question

Range = tuple[date, date]
Piece = tuple[str, list[object]]
# Each question with the number by which its rows are known.
Numbered = tuple[int, Question]


def gather(questions: Sequence[Numbered], shape: FigureShape) -> list[Scan]:
    """As few scans as there are kinds of questions, and one more for each that overlaps with another one."""
    scans: list[Scan] = []
    for number, question in questions:
        scan = next((scan for scan in scans if scan.takes(question)), None)
        if scan is None:
            scans.append(scan := Scan(question, shape))
        scan.asked.append((number, question))
    return scans


class Scan:
    """Where the rows of these questions are found, in the words of the tables."""

    def __init__(self, first: Question, shape: FigureShape) -> None:
        self.asked: list[Numbered] = []
        self._first, self._shape = first, shape
        self._place = _find_place(first, shape)
        self._now = f"TIMESTAMP '{_in_store(first.now)}'"

    @property
    def spreads(self) -> tuple[str, ...]:
        """Those that are told of its questions, the same of each."""
        return self._first.spreads

    def takes(self, question: Question) -> bool:
        """Whether it asks for the same rows of other days."""
        return _kind_of(question) == _kind_of(self._first) and not any(
            question.begins <= other.ends and other.begins <= question.ends for _, other in self.asked
        )

    def pieces_of_parts(self) -> Iterator[Piece]:
        """Rows of: asked, value and each part."""
        parts, turning = self._shape.parts, self._shape.turning
        turned = {part: f'("{moment}" < {self._now})::INTEGER' for part, moment in turning.items()}
        yield from self._from_cells("cell", ", ".join(f'"{part}"' for part in parts), "")
        for rows, values in self._from_rows("packed", "", self._left_to_count()):
            yield f"SELECT asked, value, {unpacking(self._shape)} FROM ({rows}) GROUP BY asked, value", values
        # A moment that is missing turns nothing: a sum leaves it out.
        later = ", ".join(turned.get(part, "0") for part in parts)
        yield from self._from_rows(later, "", self._whole(), "turning_row")
        off = ", ".join(
            f'-"{part}"' + (f" - coalesce({turned[part]}, 0)" if part in turned else "") for part in parts
        )
        yield from self._left_out(off, "")

    def pieces_of_spreads(self) -> Iterator[Piece]:
        """Rows of: asked, value, the spread, a number and how many cases have it."""
        names = ", ".join(f"'{spread}'" for spread in self.spreads)
        yield from self._from_cells("spread_cell", "spread, number, cases", f" AND spread IN ({names})")
        for spread in self.spreads:
            told, further = f"'{spread}' AS spread, \"{spread}\" AS number", f' AND "{spread}" IS NOT NULL'
            yield from self._from_rows(f"{told}, 1 AS cases", further, self._left_to_count())
            yield from self._left_out(f"{told}, -1 AS cases", further)

    def _from_cells(self, table: str, what: str, further: str) -> Iterator[Piece]:
        months = [(no, whole) for no, question in self.asked if (whole := self._cut(question)[0])]
        if self._place is None or not months:
            return
        group, value = self._place
        shown = "value" if self._first.group is not None else "''"
        if self._first.group == BY_MONTH:
            shown = "strftime(month, '%Y-%m')"
        asked, of_them = _ranges("month", months)
        where = f"day = '{self._first.day}' AND grp = '{group}'{further} AND {of_them}"
        if value is not None:
            where += " AND value = ?"
        yield (
            f"SELECT {asked} AS asked, {shown} AS value, {what} FROM {table} WHERE {where}",
            [] if value is None else [value],
        )

    def _from_rows(
        self, what: str, further: str, days: Sequence[tuple[int, Range]], table: str = "case_row"
    ) -> Iterator[Piece]:
        if not days:
            return
        narrowed, values = self._narrowed()
        asked, of_them = _ranges(f'"{self._first.day}"', days)
        yield (
            f"SELECT {asked} AS asked, {self._shown()} AS value, {what} FROM {table}"
            f" WHERE {of_them}{narrowed}{further}",
            values,
        )

    def _left_out(self, what: str, further: str) -> Iterator[Piece]:
        """What was counted of the rows that are left out, wherever it was."""
        if not self._first.without:
            return
        for rows, values in self._from_rows(what, further, self._whole(), "left_out"):
            yield f"{rows} AND {KEY} IN (SELECT unnest(?::VARCHAR[]))", [*values, list(self._first.without)]

    def _whole(self) -> list[tuple[int, Range]]:
        return [
            (no, (question.begins, question.ends))
            for no, question in self.asked
            if question.begins <= question.ends
        ]

    def _left_to_count(self) -> list[tuple[int, Range]]:
        """The days that no cell tells of."""
        return [(no, days) for no, question in self.asked for days in self._cut(question)[1]]

    def _cut(self, question: Question) -> tuple[Range | None, Sequence[Range]]:
        """The first days of the first and last whole month, and what is left of the period."""
        begins, ends = question.begins, question.ends
        if begins > ends:
            return None, []
        first = begins if begins.day == 1 else _next_month(begins)
        after = _next_month(ends) if (ends + timedelta(days=1)).day == 1 else ends.replace(day=1)
        if self._place is None or first >= after:
            return None, [(begins, ends)]
        last = (after - timedelta(days=1)).replace(day=1)
        edges = [(begins, first - timedelta(days=1)), (after, ends)]
        return (first, last), [(one, other) for one, other in edges if one <= other]

    def _shown(self) -> str:
        group = self._first.group
        if group in DERIVED:
            return DERIVED[group](self._first.day)
        if group == BY_MONTH:
            return f"strftime(\"{self._first.day}\", '%Y-%m')"
        return value_of(self._shape, ALL if group is None else group)

    def _narrowed(self) -> Piece:
        text, values = narrowed_to(self._shape, self._first.narrowed)
        some, some_values = among_of(self._shape, self._first.among)
        text, values = text + some, values + some_values
        for part in (*self._first.only, *self._first.never):
            moment = self._shape.turning.get(part)
            turned = f' OR coalesce("{moment}" < {self._now}, false)' if moment else ""
            text += f' AND {"" if part in self._first.only else "NOT "}("{part}" > 0{turned})'
        return text, values


def _kind_of(question: Question) -> tuple[object, ...]:
    narrowed = sorted(question.narrowed.items())
    filters = (question.only, question.never, question.without, question.spreads)
    return (question.day, question.group, question.now, narrowed, sorted(question.among.items()), *filters)


def _find_place(question: Question, shape: FigureShape) -> tuple[str, str | None] | None:
    """The group of cells that answers, and its one value if only that is asked for; None where no group does."""
    if (
        question.only
        or question.never
        or question.among
        or len(question.narrowed) > 1
        or question.group in DERIVED
    ):
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


def _ranges(column: str, ranges: Sequence[tuple[int, Range]]) -> tuple[str, str]:
    """Which of the questions a day is of, and the condition that it is of one; whole blocks of other days are not read."""
    of = [(no, f"{column} BETWEEN DATE '{begins}' AND DATE '{ends}'") for no, (begins, ends) in ranges]
    first, last = min(days[0] for _, days in ranges), max(days[1] for _, days in ranges)
    asked = "CASE " + " ".join(f"WHEN {within} THEN {no}" for no, within in of) + " END"
    anyone = " OR ".join(within for _, within in of)
    return asked, f"{column} BETWEEN DATE '{first}' AND DATE '{last}' AND ({anyone})"


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def _in_store(moment: datetime) -> str:
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(" ")
