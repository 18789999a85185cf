"""Asks what other days of rest and of work would have made of the cases of a year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from models.case.lifecycle import DayKind
from models.clock.calendar_days import WORKING_KINDS, SpecialDay
from models.ground.errors import InvalidInput
from services.actor import Actor, require_role
from services.clocks.decide_limit import DECIDERS
from services.office.calendar_lines import read_day_line
from services.office.load_calendar import load_calendar
from services.unit_of_work import UnitOfWork
from services.what_if.candidate import CalendarCandidate
from services.what_if.enter_question import enter_question, read_span, refuse
from services.what_if.read_ran import Question

MOST_DAYS = 366
# What parts a line has.
_NO_PARTS = str.maketrans(dict.fromkeys(";,；，\t", " "))
_KINDS = {"holidays": DayKind.HOLIDAY, "makeup": DayKind.MAKEUP}


@dataclass(frozen=True, slots=True)
class AskCalendar:
    """A day a line as in a yearly notice (`2026-05-04;休;劳动节`); days of the span empty for a year."""

    lines: str
    since: str = ""
    until: str = ""


def ask_calendar(command: AskCalendar, unit_of_work: UnitOfWork, actor: Actor) -> str:
    """The id of the question; the workers answer it.

    NotPermitted for who neither keeps the rules nor approves them. InvalidInput on `lines` for one that is no day, told
    twice, of a year that the calendar does not have, and where nothing would change; on the days of the span.
    """
    require_role(actor, *DECIDERS)
    errors: dict[str, str] = {}
    with unit_of_work as unit:
        span = read_span(command.since, command.until, unit.clock.now(), errors)
        candidate = CalendarCandidate(_read_days(command.lines, errors))
        known = load_calendar(unit.session)
        if any(day.year not in known.years for day, _, _ in candidate.days):
            errors.setdefault("lines", "YEAR_UNKNOWN")
        elif not errors and all(
            known.is_workday(day) is (kind is DayKind.MAKEUP) for day, kind, _ in candidate.days
        ):
            errors["lines"] = "NOTHING_CHANGES"
        refuse(errors)
        return enter_question(Question(candidate, span), unit, actor)


def word_line(day: date, becomes: SpecialDay) -> str:
    """A day that would be another, as a line of a question."""
    kind = "班" if becomes.kind in WORKING_KINDS else "休"
    name = " ".join(becomes.name.split()).translate(_NO_PARTS) or becomes.kind.value
    return f"{day.isoformat()};{kind};{name}"


def target_of(lines: str) -> str:
    """What an answer about these days stands at; they are lines that `word_line` wrote."""
    return CalendarCandidate(_read_days(lines, {})).target


def _read_days(text: str, errors: dict[str, str]) -> tuple[tuple[date, DayKind, str], ...]:
    days = []
    for number, line in enumerate(text.strip("\ufeff").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            day, part, name = read_day_line(line, number)
        except InvalidInput as refused:
            errors.setdefault("lines", refused.errors["file"])
            continue
        days.append((day, _KINDS[part], name[:40]))
    if not days and "lines" not in errors:
        errors["lines"] = "REQUIRED"
    if len({day for day, _, _ in days}) < len(days):
        errors.setdefault("lines", "DAY_TWICE")
    if len(days) > MOST_DAYS:
        errors.setdefault("lines", "TOO_LONG")
    return tuple(sorted(days))
