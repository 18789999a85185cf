"""Puts a question about entries to the store: they are told apart in the rows of a period, few columns of each."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from adapters.figure_tables import narrowed_to, value_of
from services.ports.figures import KEY, EntryLine, EntryQuestion, FigureShape, Held, Spread


def answer_entries(
    question: EntryQuestion, shape: FigureShape, connection: Any
) -> list[EntryLine]:  # Any: DuckDB's connection
    """The lines in the order of their places and codes."""
    _refuse_unknown(question, shape)
    rows, values = _rows(question, shape)
    of_number = "count(number), sum(number)::BIGINT, quantile_disc(number, 0.5), quantile_disc(number, 0.9)"
    found = connection.execute(
        f"SELECT place, code, count(DISTINCT {KEY}), count(*), {of_number} FROM ({rows})"
        " GROUP BY place, code ORDER BY place, code",
        values,
    ).fetchall()
    return [
        EntryLine(place, code, cases, entries, Spread(*spread) if spread[0] else None)
        for place, code, cases, entries, *spread in found
    ]


def list_entries(
    question: EntryQuestion, shape: FigureShape, wanted: tuple[str, int], connection: Any
) -> list[tuple[str, int | None]]:  # Any: as above
    """The rows with entries of the code and the number of each, the highest first, so many at most."""
    _refuse_unknown(question, shape)
    rows, values = _rows(question, shape)
    ordered = (
        f"SELECT {KEY}, number FROM ({rows}) WHERE code = ? ORDER BY number DESC NULLS LAST, {KEY} LIMIT ?"
    )
    return [(key, number) for key, number in connection.execute(ordered, [*values, *wanted]).fetchall()]


def _rows(question: EntryQuestion, shape: FigureShape) -> tuple[str, list[object]]:
    """An entry a row: complaint_id, place, code, number."""
    beside = [name for name in (question.number, question.due, question.no) if name]
    is_beside = question.place is not None and question.place not in shape.groups
    beside += [str(question.place)] if is_beside else []
    group = "" if is_beside or question.place is None else f', "{question.place}"'
    where, values = _where(question, shape)
    lists = "".join(f', unnest("{name}") AS "_{name}"' for name in beside)
    entries = f'SELECT {KEY}{group}, unnest("{question.codes}") AS code{lists} FROM case_row WHERE {where}'
    place = "''" if question.place is None else f"coalesce(CAST(\"_{question.place}\" AS VARCHAR), '')"
    if group:
        place = value_of(shape, str(question.place))
    number = f'"_{question.number}"' if question.number else "NULL::INTEGER"
    # A matter that is about two items of one unit happened to the person once.
    once = f', "_{question.no}" AS no' if question.no else ""
    told = f"SELECT {'DISTINCT ' if once else ''}{KEY}, {place} AS place, code, {number} AS number{once} FROM ({entries})"
    if question.due:
        told += f' WHERE "_{question.due}" < ?'
        values.append(question.now.astimezone(UTC).replace(tzinfo=None))
    return told, values


def _where(question: EntryQuestion, shape: FigureShape) -> tuple[str, list[object]]:
    narrowed, of_groups = narrowed_to(shape, question.narrowed)
    where = f'"{question.day}" BETWEEN ? AND ? AND len("{question.codes}") > 0{narrowed}'
    values = [question.begins, question.ends, *of_groups]
    if question.without:
        where += f" AND {KEY} NOT IN (SELECT unnest(?::VARCHAR[]))"
        values.append(list(question.without))
    return where, values


def _refuse_unknown(question: EntryQuestion, shape: FigureShape) -> None:
    """Names come into a statement as they are, so they are ours alone."""
    held = {question.codes: Held.CODES, question.number: Held.NUMBERS, question.due: Held.MOMENTS}
    held |= {question.no: Held.NUMBERS}
    is_known = all(name is None or shape.columns.get(name) is kind for name, kind in held.items())
    if question.place is not None and question.place not in shape.groups:
        is_known &= shape.columns.get(question.place) in (Held.CODES, Held.NUMBERS)
    if not is_known or question.day not in shape.days or set(question.narrowed) - set(shape.groups):
        raise ValueError("a question about entries that the store does not have")
