"""Puts questions to the store: whole months of what is counted beforehand come from the cells, all else from the rows.

A question is answered from the cells where one code, or none, decides which rows are meant and on which line they stand. The
days at the ends of a period that begins or ends within a month are counted from the rows. Rows that are left out are
taken off. What turns with time is in few rows, which are looked at one by one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from adapters.figure_derived import DERIVED
from adapters.figure_scans import Numbered, Piece, gather
from services.ports.figures import BY_MONTH, FigureShape, Line, Question, Spread

# Questions of one statement: more would be planned no faster together.
AT_ONCE = 8
# Of one question, by value.
Parts = dict[str, tuple[int, ...]]
Spreads = dict[str, dict[str, Spread]]


def answer_all(questions: Sequence[Question], shape: FigureShape, connection: Any) -> list[list[Line]]:
    """The lines of each question in the order of their values; what they leave out lies in `left_out`."""
    for question in questions:
        _refuse_unknown(question, shape)
    distinct: list[Question] = []
    for question in questions:
        # The period before a year is the year before.
        if question not in distinct:
            distinct.append(question)
    parts, spreads = defaultdict[int, Parts](dict), defaultdict[int, Spreads](lambda: defaultdict(dict))
    numbered = list(enumerate(distinct))
    for some in (numbered[start : start + AT_ONCE] for start in range(0, len(numbered), AT_ONCE)):
        _read_parts(some, shape, connection, parts)
        _read_spreads(some, shape, connection, spreads)
    return [_as_lines(shape, parts[no], spreads[no]) for no in map(distinct.index, questions)]


def _refuse_unknown(question: Question, shape: FigureShape) -> None:
    """Names come into a statement as they are, so they are ours alone."""
    groups = {*question.narrowed, *question.among, question.group or BY_MONTH} - {BY_MONTH, *DERIVED}
    if (
        question.day not in shape.days
        or groups - set(shape.groups)
        or {*question.only, *question.never} - set(shape.parts)
        or {*question.spreads} - set(shape.spreads)
    ):
        raise ValueError("a question about what the store does not count by")


def _as_lines(shape: FigureShape, parts: Parts, spreads: Spreads) -> list[Line]:
    return [
        Line(value, dict(zip(shape.parts, numbers, strict=True)), spreads[value])
        for value, numbers in sorted(parts.items())
        if any(numbers)
    ]


def _read_parts(
    questions: Sequence[Numbered], shape: FigureShape, connection: Any, told: dict[int, Parts]
) -> None:
    sums = ", ".join(f'sum("{part}")::BIGINT' for part in shape.parts)
    names = ", ".join(f'"{part}"' for part in shape.parts)
    # Whoever asks for other spreads asks for the same parts.
    scans = gather([(no, replace(question, spreads=())) for no, question in questions], shape)
    union, values = _join(piece for scan in scans for piece in scan.pieces_of_parts())
    if not union:
        return
    query = (
        f"SELECT asked, value, {sums} FROM ({union}) AS found(asked, value, {names}) GROUP BY asked, value"
    )
    for no, value, *numbers in connection.execute(query, values).fetchall():
        told[no][value] = tuple(numbers)


def _read_spreads(
    questions: Sequence[Numbered], shape: FigureShape, connection: Any, told: dict[int, Spreads]
) -> None:
    scans = gather([(no, question) for no, question in questions if question.spreads], shape)
    union, values = _join(piece for scan in scans for piece in scan.pieces_of_spreads())
    if not union:
        return
    counted = (
        f"SELECT asked, value, spread, number, sum(cases)::BIGINT AS cases FROM ({union})"
        " GROUP BY ALL HAVING sum(cases) <> 0"
    )
    query = f"SELECT asked, value, spread, list(number), list(cases) FROM ({counted}) GROUP BY ALL"
    for no, value, spread, numbers, cases in connection.execute(query, values).fetchall():
        told[no][value][spread] = _spread_of(sorted(zip(numbers, cases, strict=True)))


def _spread_of(counted: Sequence[tuple[int, int]]) -> Spread:
    """Of each number, in order, how many cases have it."""
    cases = sum(having for _, having in counted)
    quantiles, upto = dict[int, int](), 0
    for number, having in counted:
        upto += having
        for tenths in (5, 9):
            if 10 * upto >= tenths * cases:
                quantiles.setdefault(tenths, number)
    total = sum(number * having for number, having in counted)
    return Spread(cases, total, quantiles[5], quantiles[9])


def _join(pieces: Iterator[Piece]) -> Piece:
    found = list(pieces)
    return (
        " UNION ALL ".join(text for text, _ in found),
        [value for _, values in found for value in values],
    )
