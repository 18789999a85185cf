"""Of a long table of cases a few stay in `make test`, as the smaller sister of the test that `make check` asks of all."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import count
from typing import Any

import pytest
from _pytest.mark.structures import ParameterSet  # has no public name


def leave(rows: Iterable[Any], stays: Callable[[Any], bool]) -> list[ParameterSet]:
    """The rows as parameters of a test; all but those that `stays` is true of get the mark `check`."""
    return [as_parameters(row, is_for_check=not stays(row)) for row in rows]


def leave_every(step: int, rows: Iterable[Any]) -> list[ParameterSet]:
    """The rows as parameters of a test; all but the first of each `step` get the mark `check`."""
    places = count()
    return leave(rows, lambda _row: next(places) % step == 0)


def as_parameters(row: Any, *, is_for_check: bool) -> ParameterSet:
    """One row, which is a value, a tuple of values or a `pytest.param`, with the mark or without."""
    marks = [pytest.mark.check] if is_for_check else []
    if isinstance(row, ParameterSet):
        return pytest.param(*row.values, id=row.id, marks=[*row.marks, *marks])
    return pytest.param(*(row if isinstance(row, tuple) else (row,)), marks=marks)
