"""What figures let propose: praise and problems of units and windows, by thresholds, none of a small group."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from models.clock.legal_time import FIRST_DAY
from models.ground.bulletin_codes import BulletinSide
from models.ground.small_group import SMALLEST_GROUP, is_small
from services.figures.count_case import Part
from services.figures.definitions import ON_TIME_RATE, OVERDUE, REDONE_RATE, SATISFIED_RATE, Figure
from services.ports.figures import Line, Question
from services.summaries.period import Period

UNITS, WINDOWS = "handling_unit", "windows"
# Of fewer complaints nothing is said, and of fewer that went wrong no problem is.
LEAST_OF, LEAST_WRONG = 20, SMALLEST_GROUP
# Praise stands at so many percent and more; a problem below, or above.
PRAISED = ((ON_TIME_RATE, UNITS, 95), (SATISFIED_RATE, UNITS, 90), (SATISFIED_RATE, WINDOWS, 95))
LATE_BELOW, REDONE_FROM = 90, 10


@dataclass(frozen=True, slots=True)
class BulletinLine:
    """`figure` is the code of a definition, `group` what `code` is of.

    Praise has no numbers: what is missing to all would be a small group. A problem has so many (`number`) of so many (`whole`),
    the latter None for a plain number; of a quarter neither.
    """

    side: BulletinSide
    figure: str
    group: str
    code: str
    number: int | None
    whole: int | None

    @property
    def key(self) -> str:
        """What the form calls it."""
        return f"{self.side.value}.{self.figure}.{self.group}.{self.code}"


def list_questions(period: Period, now: datetime, without: Sequence[str]) -> list[Question]:
    """By unit and by window: what was closed in the period; and by unit what came in until its end and is overdue now."""
    closed = Question(
        day="closed_on",
        begins=period.begins_on,
        ends=period.ends_on,
        now=now,
        group=UNITS,
        without=tuple(without),
    )
    return [
        closed,
        replace(closed, group=WINDOWS),
        replace(closed, day="received_on", begins=FIRST_DAY),
    ]


def propose(
    closed: Sequence[Line], windows: Sequence[Line], overdue: Sequence[Line], *, tells_numbers: bool = True
) -> list[BulletinLine]:
    """In the order of the answers; praise first. Without numbers a problem is only said.

    What is overdue and open stands in the base of 按时办结率: not closing what is late makes no rate better. Numbers of a
    quarter beside those of two of its months would tell a third one that was too small to be said.
    """
    whole = list(_with_overdue(closed, overdue))
    found = [*_praise({UNITS: whole, WINDOWS: windows}), *_problems(whole)]
    if not tells_numbers:
        found = [replace(line, number=None, whole=None) for line in found]
    return sorted(
        found, key=lambda line: (line.side is not BulletinSide.PRAISE, line.figure, line.group, line.code)
    )


def as_json(lines: Sequence[BulletinLine]) -> list[dict[str, Any]]:
    """As they are kept; Any: JSON."""
    return [asdict(line) | {"side": line.side.value} for line in lines]


def from_json(kept: Sequence[Mapping[str, Any]]) -> list[BulletinLine]:
    """What `as_json` wrote; Any: JSON."""
    return [BulletinLine(**{**line, "side": BulletinSide(line["side"])}) for line in kept]


def _with_overdue(closed: Sequence[Line], overdue: Sequence[Line]) -> Iterator[Line]:
    late = {line.value: line.parts.get(Part.OVERDUE, 0) for line in overdue}
    for line in closed:
        yield replace(line, parts={**line.parts, Part.OVERDUE: late.pop(line.value, 0)})
    for value, number in late.items():
        yield Line(value, {Part.OVERDUE: number}, {})


def _praise(lines: Mapping[str, Sequence[Line]]) -> Iterator[BulletinLine]:
    for figure, group, least in PRAISED:
        for line in lines[group]:
            percent = figure.percent(line.parts)
            if (
                line.value
                and percent is not None
                and figure.whole(line.parts) >= LEAST_OF
                and percent >= least
            ):
                yield BulletinLine(BulletinSide.PRAISE, figure.code, group, line.value, None, None)


def _problems(lines: Sequence[Line]) -> Iterator[BulletinLine]:
    for line in lines:
        if not line.value:
            continue
        kept, whole = ON_TIME_RATE.number(line.parts), ON_TIME_RATE.whole(line.parts)
        if _is_said(whole - kept, whole) and 100 * kept < LATE_BELOW * whole:
            yield _problem(ON_TIME_RATE, line.value, whole - kept, whole)
        redone, answered = REDONE_RATE.number(line.parts), REDONE_RATE.whole(line.parts)
        if _is_said(redone, answered) and 100 * redone >= REDONE_FROM * answered:
            yield _problem(REDONE_RATE, line.value, redone, answered)
        overdue = OVERDUE.number(line.parts)
        if overdue >= LEAST_WRONG:
            yield _problem(OVERDUE, line.value, overdue, None)


def _is_said(wrong: int, whole: int) -> bool:
    """Both those that went wrong and the others are no small group."""
    return whole >= LEAST_OF and wrong >= LEAST_WRONG and not is_small(whole - wrong)


def _problem(figure: Figure, code: str, number: int, whole: int | None) -> BulletinLine:
    return BulletinLine(BulletinSide.PROBLEM, figure.code, UNITS, code, number, whole)
