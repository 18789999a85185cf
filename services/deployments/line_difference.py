"""What tells two files apart, line by line of what they say, within bounds that a page and a person can bear."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import unified_diff
from html import escape

from bpmn.said_lines import list_said_lines

# Four times the largest diagram of a release; of more the comparison itself would take too long.
MOST_LINES = 4_000
# So much of what stays the same is shown around a change: a cell of a table with its rule.
_AROUND = 12
_HEADS = ("---", "+++")


@dataclass(frozen=True, slots=True)
class LineDifference:
    """`lines` begin with `+`, `-`, a blank or `@@`; `left_out` more did not fit. `put_in` and `taken_out` count all."""

    lines: tuple[str, ...]
    put_in: int
    taken_out: int
    left_out: int


def compare_lines(file_name: str, before: bytes, now: bytes, most_bytes: int) -> LineDifference | None:
    """As many lines as fit into so many bytes of a page; None for files with too many lines to compare."""
    said = [list_said_lines(file_name, content) for content in (before, now)]
    if max(map(len, said)) > MOST_LINES:
        return None
    lines = list(_differ(*said))
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


def _differ(before: Sequence[str], now: Sequence[str]) -> Iterator[str]:
    found = unified_diff(before, now, n=_AROUND, lineterm="")
    # The names of the two files, which the page says itself.
    for _ in _HEADS:
        next(found, None)
    yield from found
