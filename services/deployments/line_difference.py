"""What tells two files apart, line by line of what they say, within bounds that a page and a person can bear."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from bpmn.said_lines import list_said_lines
from services.deployments.matching_lines import Pair, match_lines

# A table of 2,000 rules with three inputs, each of some fifteen lines, has 30,000.
MOST_LINES = 40_000
# Of one file: ten of them, as many as a page has, take a web worker about a second.
MOST_STEPS = 500_000
# So much of what stays the same is shown around a change: a cell of a table with its rule.
_AROUND = 12


@dataclass(frozen=True, slots=True)
class LineDifference:
    """`lines` begin with `+`, `-`, a blank or `@@`; `left_out` more did not fit. `put_in` and `taken_out` count all."""

    lines: tuple[str, ...]
    put_in: int
    taken_out: int
    left_out: int


def compare_lines(file_name: str, before: bytes, now: bytes, most_bytes: int) -> LineDifference | None:
    """As many lines as fit into so many bytes of a page; None for files that are too long or too unlike to compare."""
    said, said_now = (list_said_lines(file_name, content, MOST_LINES + 1) for content in (before, now))
    if max(len(said), len(said_now)) > MOST_LINES:
        return None
    pairs = match_lines(said, said_now, MOST_STEPS)
    if pairs is None:
        return None
    lines = list(_around_changes(list(_mark(said, said_now, pairs))))
    shown, room = 0, most_bytes
    for line in lines:
        room -= len(escape(line).encode()) + 1
        if room < 0:
            break
        shown += 1
    return LineDifference(
        tuple(lines[:shown]),
        sum(line.startswith("+") for line in lines),
        sum(line.startswith("-") for line in lines),
        len(lines) - shown,
    )


def _mark(before: Sequence[str], now: Sequence[str], pairs: Sequence[Pair]) -> Iterator[str]:
    """All lines of both files, those that go together once."""
    old = new = 0
    for place, other in [*pairs, (len(before), len(now))]:
        yield from (f"-{line}" for line in before[old:place])
        yield from (f"+{line}" for line in now[new:other])
        yield from (f" {line}" for line in before[place : place + 1])
        old, new = place + 1, other + 1


def _around_changes(marked: Sequence[str]) -> Iterator[str]:
    """Each part with changes below the line that says where it stands in either file, as patches have it."""
    parts: list[tuple[int, int]] = []
    for place, line in enumerate(marked):
        if line[0] != " ":
            first, last = max(place - _AROUND, 0), min(place + _AROUND + 1, len(marked))
            if parts and first <= parts[-1][1]:
                first = parts.pop()[0]
            parts.append((first, last))
    done = old = new = 0
    for first, last in parts:
        old, new = old + _count(marked[done:first], "+"), new + _count(marked[done:first], "-")
        size, size_new = _count(marked[first:last], "+"), _count(marked[first:last], "-")
        yield f"@@ -{_range(old, size)} +{_range(new, size_new)} @@"
        yield from marked[first:last]
        done, old, new = last, old + size, new + size_new


def _count(marked: Sequence[str], other: str) -> int:
    """Lines of one file, without those that only the other has."""
    return sum(line[0] != other for line in marked)


def _range(done: int, size: int) -> str:
    return f"{done + 1 if size else done},{size}"
