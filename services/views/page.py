"""One page of a list with what is known of the whole: the total is exact up to 10,000, beyond it says so."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

ROWS_OF_A_PAGE = 50
MOST_COUNTED = 10_000
# Ids in one statement: SQLite and PostgreSQL take more, their planners do not get quicker by it.
IDS_AT_ONCE = 500

Row = TypeVar("Row")
Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """`number` counts from 1; `has_more` when there are more than the counted `total` of 10,000."""

    rows: tuple[Row, ...]
    number: int
    total: int
    has_more: bool
    size: int = ROWS_OF_A_PAGE

    @property
    def last(self) -> int:
        """The number of the last page that can be shown."""
        return max(1, -(-self.total // self.size))

    def __iter__(self) -> Iterator[Row]:
        """The rows of this page."""
        return iter(self.rows)

    def __len__(self) -> int:
        """How many rows this page has."""
        return len(self.rows)


@dataclass(frozen=True, slots=True)
class Cut(Generic[Key]):
    """The keys of one page, and how many there are in all."""

    keys: tuple[Key, ...]
    number: int
    total: int
    has_more: bool


def cut_page(keys: Sequence[Key], number: int, size: int = ROWS_OF_A_PAGE) -> Cut[Key]:
    """The keys of page `number`, or of the nearest that there is; of more than 10,000 the first 10,000 can be paged."""
    counted = keys[:MOST_COUNTED]
    last = max(1, -(-len(counted) // size))
    chosen = min(max(number, 1), last)
    part = tuple(counted[(chosen - 1) * size : chosen * size])
    return Cut(part, chosen, len(counted), len(keys) > MOST_COUNTED)


def page_of(rows: Sequence[Row], number: int, size: int = ROWS_OF_A_PAGE) -> Page[Row]:
    """Page `number` of rows that are at hand."""
    cut = cut_page(rows, number, size)
    return Page(cut.keys, cut.number, cut.total, cut.has_more, size)


def keep(
    keys: Sequence[Key], choose: Callable[[Sequence[Key]], Collection[Key]], at_once: int = IDS_AT_ONCE
) -> list[Key]:
    """Those that `choose` keeps, in their order, asked in parts and no further than one beyond what is counted."""
    kept: list[Key] = []
    for start in range(0, len(keys), at_once):
        part = keys[start : start + at_once]
        chosen = choose(part)
        kept += [key for key in part if key in chosen]
        if len(kept) > MOST_COUNTED:
            break
    return kept
