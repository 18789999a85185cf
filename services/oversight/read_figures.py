"""The figures of a mandate: those of the office by their one definition, without small groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from models.case.complaint import Complaint
from models.case.outside_review import OutsideReview
from models.ground.oversight_codes import OversightPage
from models.ground.small_group import SMALLEST_GROUP, is_small
from models.office.oversight import OversightMandate
from services.actor import Actor
from services.figures.definitions import FIGURES, Figure
from services.oversight.note_look import Look, note_look
from services.oversight.scope import get_own, list_conditions, list_left_out
from services.oversight.suppress import list_hidden
from services.ports.figures import BY_MONTH, Line, Question
from services.unit_of_work import Unit, UnitOfWork

GROUPS = (BY_MONTH, "channel", "category", "respondent_units", "items", "outcome", "finding")
COUNTS = tuple(figure for figure in FIGURES if not figure.is_rate)
RATES = tuple(figure for figure in FIGURES if figure.is_rate)
OUTSIDE = "outside_outcome"
# Proceedings that have not ended.
PENDING = "pending"
_TOTAL = Line("", {}, {})


@dataclass(frozen=True, slots=True)
class ShownLine:
    """`numbers` by COUNTS, None where not shown; `rates` by RATES in whole percent, None where of too few."""

    value: str
    numbers: tuple[int | None, ...]
    rates: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """The lines of one group, those with most first; months in their order.

    `is_withheld`: there are some, and none can be shown without telling of a small number, nor how many there are.
    """

    group: str
    lines: tuple[ShownLine, ...]
    is_withheld: bool = False


@dataclass(frozen=True, slots=True)
class OversightFigures:
    """Of one mandate; `outside` is how proceedings of courts and reviewing authorities ended, by outcome."""

    mandate: OversightMandate
    total: ShownLine
    groups: tuple[ShownGroup, ...]
    outside: tuple[tuple[str, int | None], ...]
    read_at: datetime


def read_oversight_figures(
    mandate_id: str, look: Look | None, unit_of_work: UnitOfWork, actor: Actor
) -> OversightFigures:
    """On record before it is handed out: a look at the page unless another is given. As `get_own`; FiguresAway."""
    with unit_of_work.reading() as unit:
        mandate = get_own(mandate_id, unit, actor)
        without, outside = list_left_out(mandate, unit), _count_outside(mandate, unit)
        questions = [_ask(mandate, group, without, unit.clock.now()) for group in (None, *GROUPS)]
        unit.session.expunge_all()
    answer = unit_of_work.ports.figures.ask(questions)
    with unit_of_work as unit:
        note_look(get_own(mandate_id, unit, actor), look or Look(OversightPage.FIGURES), unit)
    total = next(iter(answer.lines[0]), _TOTAL)
    groups = tuple(
        _show(group, _within(mandate, group, lines))
        for group, lines in zip(GROUPS, answer.lines[1:], strict=True)
    )
    return OversightFigures(mandate, _show_total(total), groups, _hide_small(outside), answer.mark.read_at)


def _ask(mandate: OversightMandate, group: str | None, without: Sequence[str], now: datetime) -> Question:
    scope = {"respondent_units": mandate.units, "items": mandate.items}
    return Question(
        day="received_on",
        begins=mandate.received_from,
        ends=mandate.received_until,
        now=now,
        group=group,
        without=tuple(without),
        among={column: tuple(codes) for column, codes in scope.items() if codes},
    )


def _within(mandate: OversightMandate, group: str, lines: Sequence[Line]) -> list[Line]:
    """A complaint about a unit of the mandate may be about others too: of these the mandate says nothing."""
    scope = {"respondent_units": mandate.units, "items": mandate.items}.get(group)
    return [line for line in lines if not scope or line.value in scope]


def _show(group: str, lines: Sequence[Line]) -> ShownGroup:
    numbers = [{line.value: figure.number(line.parts) for line in lines} for figure in COUNTS]
    hidden = [list_hidden(column) for column in numbers]
    if lines and len(hidden[0]) == len(lines):
        return ShownGroup(group, (), is_withheld=True)
    shown = [
        # Nothing is told of a line that is hidden, small or not: a nought or a rate beside it would tell which it is.
        _blank(line.value)
        if line.value in hidden[0]
        else ShownLine(
            line.value,
            tuple(
                None if line.value in away else column[line.value]
                for column, away in zip(numbers, hidden, strict=True)
            ),
            _rates(line),
        )
        for line in lines
    ]
    if group == BY_MONTH:
        return ShownGroup(group, tuple(sorted(shown, key=lambda line: line.value)))
    # By a hidden number nothing is put in order.
    return ShownGroup(group, tuple(sorted(shown, key=lambda line: (-(line.numbers[0] or 0), line.value))))


def _blank(value: str) -> ShownLine:
    return ShownLine(value, (None,) * len(COUNTS), (None,) * len(RATES))


def _show_total(line: Line) -> ShownLine:
    numbers = (figure.number(line.parts) for figure in COUNTS)
    if is_small(COUNTS[0].number(line.parts)):
        # Of so few nothing is told, not even that it is none of them.
        return _blank("")
    return ShownLine("", tuple(None if is_small(number) else number for number in numbers), _rates(line))


def _rates(line: Line) -> tuple[int | None, ...]:
    """In whole percent: None where those that count, or the others, are 1 to 4, which a percent of so few would tell."""
    return tuple(_rate(figure, line) for figure in RATES)


def _rate(figure: Figure, line: Line) -> int | None:
    number, whole = figure.number(line.parts), figure.whole(line.parts)
    is_told = whole >= SMALLEST_GROUP and not is_small(number) and not is_small(whole - number)
    return round(100 * number / whole) if is_told else None


def _count_outside(mandate: OversightMandate, unit: Unit) -> Mapping[str, int]:
    rows = unit.session.execute(
        select(OutsideReview.outcome, func.count())
        .join(Complaint, Complaint.id == OutsideReview.complaint_id)
        .where(*list_conditions(mandate, unit))
        .group_by(OutsideReview.outcome)
    )
    return {PENDING if outcome is None else outcome.value: number for outcome, number in rows}


def _hide_small(numbers: Mapping[str, int]) -> tuple[tuple[str, int | None], ...]:
    # No total stands beside these lines, so that none is reckoned from the others.
    return tuple(
        (code, None if number < SMALLEST_GROUP else number) for code, number in sorted(numbers.items())
    )
