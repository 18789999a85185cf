"""The register of letters (文书登记簿): every one that is frozen, the newest first, of the cases that the person may read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, or_, select

from models.case.complaint import Complaint
from models.case.letter import CaseLetter
from models.case.letter_series import LetterSeries
from services.actor import Actor
from services.letters.kinds import KINDS
from services.office.people_names import map_people_names
from services.unit_of_work import Unit, UnitOfWork
from services.views.case_filter import CaseFilter
from services.views.cases import list_readable_conditions
from services.views.counted_page import PageAsked, read_counted
from services.views.page import Page


@dataclass(frozen=True, slots=True)
class SearchLetters:
    """`text` is any part of the letter's or the complaint's number; empty fields narrow nothing."""

    text: str = ""
    kind: str = ""
    year: int | None = None
    page: int = 1


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """One letter; its number is the complaint's own where its kind has no series. `submitted_by` of one that was approved."""

    letter_id: str
    number: str
    title: str
    dated: date | None
    complaint_id: str
    complaint_number: str
    frozen_by: str
    submitted_by: str


@dataclass(frozen=True, slots=True)
class Register:
    """A page, and by what it can be narrowed."""

    lines: Page[RegisterLine]
    titles: dict[str, str]
    years: tuple[int, ...]


def list_register(command: SearchLetters, unit_of_work: UnitOfWork, actor: Actor) -> Register:
    """As many statements for a hundred thousand letters as for one; of more than 10,000 the first can be paged."""
    with unit_of_work.reading() as unit:
        conditions = [
            CaseLetter.complaint_id == Complaint.id,
            CaseLetter.frozen_at.is_not(None),
            *list_readable_conditions(CaseFilter(), unit, actor),
            *_narrow(command),
        ]
        query = select(CaseLetter, Complaint.number).where(*conditions)
        ordered = query.order_by(CaseLetter.frozen_at.desc(), CaseLetter.id)
        found = read_counted(ordered, PageAsked(command.page), unit)
        lines = tuple(_lines([(row, of) for row, of in found.rows], unit))
        years = unit.session.scalars(select(LetterSeries.year).distinct().order_by(LetterSeries.year.desc()))
        titles = {kind.name: kind.title for kind in KINDS.values()}
        return Register(Page(lines, found.number, found.total, found.has_more), titles, tuple(years))


def _narrow(command: SearchLetters) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if text := command.text.strip():
        own = CaseLetter.number.contains(text, autoescape=True)
        conditions.append(or_(own, Complaint.number.contains(text.upper(), autoescape=True)))
    if command.kind:
        conditions.append(CaseLetter.kind == command.kind)
    if command.year is not None:
        conditions.append(CaseLetter.dated.between(date(command.year, 1, 1), date(command.year, 12, 31)))
    return conditions


def _lines(rows: Sequence[tuple[CaseLetter, str]], unit: Unit) -> list[RegisterLine]:
    logins = {login for row, _ in rows for login in (row.frozen_by, row.submitted_by) if login}
    names = map_people_names(unit, logins=logins)
    return [
        RegisterLine(
            letter_id=row.id,
            number=row.number or of,
            title=KINDS[row.kind].title if row.kind in KINDS else (row.content or {}).get("title", ""),
            dated=row.dated,
            complaint_id=row.complaint_id,
            complaint_number=of,
            frozen_by=names.get(row.frozen_by or "", ""),
            submitted_by=names.get(row.submitted_by or "", "") if row.approved_by else "",
        )
        for row, of in rows
    ]
