"""Which lines of two files go together, found within a number of steps whatever the files are."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher

# A place in either file.
Pair = tuple[int, int]


class _TooManySteps(Exception):
    """What is left to compare would take longer than whoever waits for it may."""


class _Steps:
    """Counted before they are gone: one for a line, and one for each line of the other file that is the same."""

    def __init__(self, most: int) -> None:
        self._left = most

    def take(self, number: int) -> None:
        self._left -= number
        if self._left < 0:
            raise _TooManySteps


def match_lines(before: Sequence[str], now: Sequence[str], most_steps: int) -> list[Pair] | None:
    """Places of the same line, rising in both files; None where so many steps do not find them.

    Lines that stand once in each file, as those with an id do, cost none. Only what lies between them is searched.
    """
    steps, pairs = _Steps(most_steps), list[Pair]()
    old = new = 0
    try:
        for place, other in [*_find_anchors(before, now), (len(before), len(now))]:
            for first, first_other, size in _match_gap(before[old:place], now[new:other], steps):
                pairs.extend((old + first + no, new + first_other + no) for no in range(size))
            if place < len(before):
                pairs.append((place, other))
            old, new = place + 1, other + 1
    except _TooManySteps:
        return None
    return sorted(pairs)


def _find_anchors(before: Sequence[str], now: Sequence[str]) -> list[Pair]:
    """Of the lines that stand once in each file as many as have the same order in both."""
    often, often_now = Counter(before), Counter(now)
    places = {line: place for place, line in enumerate(now)}
    once = [
        (place, places[line])
        for place, line in enumerate(before)
        if often[line] == 1 and often_now[line] == 1
    ]
    # By length of a rising row its lowest end, in the other file and in `once`; and which one each goes on from.
    lowest, ends, from_ = list[int](), list[int](), list[int]()
    for at, (_, other) in enumerate(once):
        length = bisect_left(lowest, other)
        from_.append(ends[length - 1] if length else -1)
        lowest[length : length + 1] = [other]
        ends[length : length + 1] = [at]
    row, at = list[Pair](), ends[-1] if ends else -1
    while at >= 0:
        row.append(once[at])
        at = from_[at]
    return row[::-1]


def _match_gap(before: Sequence[str], now: Sequence[str], steps: _Steps) -> Iterator[tuple[int, int, int]]:
    """Where the same lines begin in either, and how many."""
    head = _count_same(before, now)
    tail = _count_same(reversed(before[head:]), reversed(now[head:]))
    last, last_now = len(before) - tail, len(now) - tail
    yield 0, 0, head
    for first, first_now, size in _search(before[head:last], now[head:last_now], steps):
        yield head + first, head + first_now, size
    yield last, last_now, tail


def _count_same(before: Iterable[str], now: Iterable[str]) -> int:
    same = 0
    for one, other in zip(before, now, strict=False):
        if one != other:
            break
        same += 1
    return same


def _search(before: Sequence[str], now: Sequence[str], steps: _Steps) -> Iterator[tuple[int, int, int]]:
    """The longest row of same lines, and so on before and after it, as difflib does but for the count of steps."""
    if not before or not now:
        return
    matcher = SequenceMatcher(None, before, now)
    where: Mapping[str, Sequence[int]] = matcher.b2j  # type: ignore[attr-defined]  # not in its stubs
    waiting = [(0, len(before), 0, len(now))]
    while waiting:
        first, last, first_now, last_now = waiting.pop()
        if first == last or first_now == last_now:
            continue
        steps.take(sum(1 + len(where.get(line, ())) for line in before[first:last]))
        place, other, size = matcher.find_longest_match(first, last, first_now, last_now)
        if size:
            yield place, other, size
            waiting += [(first, place, first_now, other), (place + size, last, other + size, last_now)]
