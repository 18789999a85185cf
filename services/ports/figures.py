"""The store of figures: one row a complaint of codes, numbers and dates, counted by the day; never read for a decision.

It is a copy that can be made anew from the database at any time. What cannot be had of it is told by FiguresAway.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

KEY = "complaint_id"
# What the month of the period's day is called where lines are asked by month, and the one line of all.
BY_MONTH = "month"
# Lines of no group of their own, counted from the rows: weeks by their Monday (2026-08-31), weekday and hour of receipt (0-9).
BY_WEEK = "week"
BY_WEEKDAY_HOUR = "weekday_hour"
# The line of those of which nothing is on record.
NOTHING = ""
# Of what the adapter makes of a shape; one more makes every office build its store anew.
STORE_FORMAT = 3

Value = (
    str
    | int
    | bool
    | date
    | datetime
    | tuple[str, ...]
    | tuple[int | None, ...]
    | tuple[datetime, ...]
    | None
)
Row = Mapping[str, Value]


class Held(StrEnum):
    """What a column holds; `codes` a tuple of codes, `day` a Beijing day, `moment` an aware moment.

    `numbers` and `moments` are tuples whose places are those of a tuple of codes beside: entries of which a row has several.
    """

    CODE = "code"
    CODES = "codes"
    FLAG = "flag"
    NUMBER = "number"
    DAY = "day"
    MOMENT = "moment"
    NUMBERS = "numbers"
    MOMENTS = "moments"


@dataclass(frozen=True, slots=True)
class FigureShape:
    """The columns of a row beside its complaint_id, and what is counted of them.

    `parts` are 0 or 1 and add up; a part in `turning` that is 0 may have a moment beside it, from which on it is 1.
    `spreads` are numbers of which mean and quantiles are told, `days` what a period may be of, `groups` what is counted by.
    """

    columns: Mapping[str, Held]
    parts: tuple[str, ...]
    turning: Mapping[str, str]
    spreads: tuple[str, ...]
    days: tuple[str, ...]
    groups: tuple[str, ...]

    @property
    def version(self) -> str:
        """Another shape has another one."""
        told = (STORE_FORMAT, sorted(self.columns.items()), self.parts, sorted(self.turning.items()))
        return hashlib.sha256(repr((*told, self.spreads, self.days, self.groups)).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Mark:
    """Up to which event of the trail rows are as the database had them at `read_at`; the hash tells one trail from another."""

    seq: int
    hash: str
    read_at: datetime


@dataclass(frozen=True, slots=True)
class Question:
    """Which rows: of a period by one of the days, both ends within, and narrowed by codes; how they are told apart.

    `group` is a column of the groups, BY_MONTH, BY_WEEK, BY_WEEKDAY_HOUR, or None for one line of all. `narrowed` has a value
    a column of the groups, NOTHING for rows without one; `spreads` are those that are told of each line. `only` are parts that
    a row must count for, `never` those it must not. `now` decides what has turned. `without` are the keys of rows that are
    left out: few. `among` has some values a column of the groups, of which a row has one at least.
    """

    day: str
    begins: date
    ends: date
    now: datetime
    group: str | None = None
    narrowed: Mapping[str, str] = field(default_factory=dict)
    spreads: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    among: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Spread:
    """Of so many cases: mean, median and the value that nine of ten do not exceed. A quantile is a value that occurs."""

    cases: int
    total: int
    median: int
    p90: int

    @property
    def mean(self) -> float:
        """The total over the cases."""
        return self.total / self.cases


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an answer: the sum of each part, and the spreads of which there is a case."""

    value: str
    parts: Mapping[str, int]
    spreads: Mapping[str, Spread]


@dataclass(frozen=True, slots=True)
class Answer:
    """The lines of each question in the order of their values, as the database had them at the mark."""

    mark: Mark
    lines: Sequence[Sequence[Line]]


@dataclass(frozen=True, slots=True)
class EntryQuestion:
    """Entries of rows: which rows as a Question says it, which entries, and how they are told apart.

    `codes` is the column with the code of each entry, `number` one beside it of which sum and quantiles are told, `due`
    one of moments: only entries whose moment has passed. `place` is a column of codes beside, or a group of the row, or
    None; of entries with the same `no` in one row and the same place one is counted.
    """

    day: str
    begins: date
    ends: date
    now: datetime
    codes: str
    place: str | None = None
    number: str | None = None
    due: str | None = None
    no: str | None = None
    narrowed: Mapping[str, str] = field(default_factory=dict)
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EntryLine:
    """The entries of one place and code, the complaints that they are in, and what the number of those comes to that have one."""

    place: str
    code: str
    cases: int
    entries: int
    spread: Spread | None


class Filling(Protocol):
    """A store that is being made beside the one in use."""

    def add(self, rows: Sequence[Row]) -> None:
        """Rows of complaints that are not in it yet."""

    def finish(self, mark: Mark) -> None:
        """Count what is there and put it into the place of the one in use."""


class FigureStore(Protocol):
    """One file for all processes of the office. Everything but `fill` raises FiguresAway within about a second."""

    @property
    def shape(self) -> FigureShape:
        """What the rows are made of."""

    def find_mark(self) -> Mark | None:
        """None where there is no store of this shape: it is to be made anew."""

    def ask(self, questions: Sequence[Question]) -> Answer:
        """The answers to all questions, by one view of the rows."""

    def ask_entries(self, questions: Sequence[EntryQuestion]) -> tuple[Mark, Sequence[Sequence[EntryLine]]]:
        """The lines of each question in the order of their places and codes, by one view of the rows."""

    def list_most(self, question: EntryQuestion, code: str, most: int) -> list[tuple[str, int | None]]:
        """The complaints with entries of a code and the number of each, the highest first."""

    def read_rows(self, ids: Sequence[str]) -> dict[str, Row]:
        """The rows of these complaints as they were written, by complaint_id."""

    def list_ids(self, after: str = "", until: str | None = None) -> list[str]:
        """The complaints that are in it, in order; those after an id, up to another one and with it."""

    def find_miscounted(self) -> list[str]:
        """What is counted otherwise than the rows say, a line each; empty when all adds up."""

    def hold_writing(self) -> AbstractContextManager[None]:
        """One writer at a time; FiguresAway at once while there is another."""

    def replace(self, ids: Iterable[str], rows: Sequence[Row], mark: Mark) -> None:
        """Rows of these ids are these and no others, and the mark is this, both or neither."""

    def fill(self) -> AbstractContextManager[Filling]:
        """Make a store anew; what is begun and not finished is forgotten."""
