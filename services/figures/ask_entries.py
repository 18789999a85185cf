"""What pages of analysis ask of entries: of a period, by a place, without what the reader must keep away from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from models.case.complaint import Complaint
from services.actor import Actor
from services.figures.left_out import list_left_out
from services.figures.period import FigurePeriod
from services.ports.figures import EntryLine, EntryQuestion
from services.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class AskedEntries:
    """Of complaints of a period by one of the days; `narrowed` by codes of the groups."""

    period: FigurePeriod
    day: str = "received_on"
    narrowed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EntryPart:
    """The columns of one part of a page: codes, the place and what is beside them, as EntryQuestion has them."""

    codes: str
    place: str | None = None
    number: str | None = None
    due: str | None = None
    no: str | None = None


@dataclass(frozen=True, slots=True)
class MostAsked:
    """The entries of a code with the highest numbers, so many at most."""

    asked: AskedEntries
    part: EntryPart
    code: str
    most: int


def ask_entry_parts(
    asked: AskedEntries, parts: Sequence[EntryPart], unit_of_work: UnitOfWork, actor: Actor
) -> tuple[datetime, Sequence[Sequence[EntryLine]]]:
    """For supervisors and directors: the moment that the rows are of and the lines of each part; FiguresAway as figures."""
    without = list_left_out(unit_of_work, actor)
    questions = [_as_question(asked, part, without, unit_of_work) for part in parts]
    mark, lines = unit_of_work.ports.figures.ask_entries(questions)
    return mark.read_at, lines


def find_most(wanted: MostAsked, unit_of_work: UnitOfWork, actor: Actor) -> list[tuple[str, str, int | None]]:
    """For the same people: id, number and that of the entry, the highest first; who may open a case is asked where he does."""
    question = _as_question(wanted.asked, wanted.part, list_left_out(unit_of_work, actor), unit_of_work)
    found = unit_of_work.ports.figures.list_most(question, wanted.code, wanted.most)
    with unit_of_work.reading() as unit:
        ids = [case for case, _ in found]
        query = select(Complaint.id, Complaint.number).where(Complaint.id.in_(ids))
        numbers: dict[str, str] = {case: number for case, number in unit.session.execute(query)}
    return [(case, numbers[case], days) for case, days in found if case in numbers]


def _as_question(
    asked: AskedEntries, part: EntryPart, without: Sequence[str], unit_of_work: UnitOfWork
) -> EntryQuestion:
    return EntryQuestion(
        day=asked.day,
        begins=asked.period.begins,
        ends=asked.period.ends,
        now=unit_of_work.ports.clock.now(),
        codes=part.codes,
        place=part.place,
        number=part.number,
        due=part.due,
        no=part.no,
        narrowed=asked.narrowed,
        without=tuple(without),
    )
