"""What the office kept before it had this system (历史导入), found by number, words, days or person, and read one by one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, exists, false, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from models.case.case_text import MOST_PAIRS, digest_pair, pairs_of
from models.case.complaint import Complaint
from models.case.prior_case import PriorCase, PriorMark, PriorPair
from models.clock.legal_time import at_time
from models.ground.errors import NotFound
from models.ground.prior_codes import PriorColumn
from models.vault.keyring import get_keyring
from services.access.readable_cases import list_readable_cases
from services.access.readable_prior import may_read_prior
from services.access.whole_words import SUPERVISING_ROLES
from services.actor import Actor
from services.identity.prior_identity import PriorPerson, find_prior, map_prior, mask_prior, part_others
from services.identity.readers_cut import ReadersCut
from services.unit_of_work import Unit, UnitOfWork
from services.views.case_filter import CaseFilter
from services.views.counted_page import PageAsked, read_counted
from services.views.page import Page

FEW = 5
OTHERS = "others"
_SUBJECT = 40
_LOOKED_AT = 4 * _SUBJECT


@dataclass(frozen=True, slots=True)
class PriorLine:
    """One of them in a list; `subject` is how its content begins."""

    id: str
    number: str
    received_at: datetime
    answered_at: datetime | None
    subject: str
    place: str


@dataclass(frozen=True, slots=True)
class PriorFile:
    """One of them: `told` by column, `others` by the office's own headings, cut; identity masked.

    What stands under the headings `withheld` is told with the complainant alone.
    """

    line: PriorLine
    told: Mapping[PriorColumn, str]
    others: Mapping[str, str]
    withheld: tuple[str, ...]
    identity: Mapping[str, str]
    marked: tuple[tuple[str, str], ...]


def is_for_prior(asked: CaseFilter) -> bool:
    """Whether what is asked of the cases can be asked of these too: they have no stage, handler, category or channel of ours."""
    ours = (
        asked.stage,
        asked.handling_unit,
        asked.handler_id,
        asked.category,
        asked.channel,
        asked.respondent,
    )
    return not any(ours) and not asked.is_overdue


def search_prior(asked: CaseFilter, page: int, unit_of_work: UnitOfWork, actor: Actor) -> Page[PriorLine]:
    """A page of them, the newest first; none where it can not be asked of them, or for who reads none."""
    return _search(asked, PageAsked(page), unit_of_work, actor)


def find_few_prior(asked: CaseFilter, unit_of_work: UnitOfWork, actor: Actor) -> Page[PriorLine]:
    """The first few, for the page of the cases."""
    return _search(asked, PageAsked(1, FEW), unit_of_work, actor)


def _search(asked: CaseFilter, wanted: PageAsked, unit_of_work: UnitOfWork, actor: Actor) -> Page[PriorLine]:
    with unit_of_work.reading() as unit:
        query = (
            select(PriorCase)
            .where(*list_prior_conditions(asked, unit, actor))
            .order_by(PriorCase.received_at.desc(), PriorCase.no.desc())
        )
        found = read_counted(query, wanted, unit)
        rows = _tell_lines([row for (row,) in found.rows], unit)
        return Page(rows, found.number, found.total, found.has_more, wanted.size)


def list_prior_conditions(asked: CaseFilter, unit: Unit, actor: Actor) -> list[ColumnElement[bool]]:
    """All of them hold for one that is listed."""
    if not is_for_prior(asked):
        return [false()]
    conditions: list[ColumnElement[bool]] = [may_read_prior(actor)]
    if number := asked.number.strip():
        conditions.append(PriorCase.number.icontains(number, autoescape=True))
    if asked.received_from is not None:
        conditions.append(PriorCase.received_at >= _beginning_of(asked.received_from))
    if asked.received_until is not None:
        conditions.append(PriorCase.received_at < _beginning_of(asked.received_until + timedelta(days=1)))
    if asked.words.strip():
        conditions.append(_has_words(asked.words))
    if asked.case_ids is not None:
        conditions.append(PriorCase.id.in_(asked.case_ids))
    return conditions


def get_prior(
    prior_id: str, unit_of_work: UnitOfWork, actor: Actor, *, is_revealed: bool = False
) -> PriorFile:
    """NotFound for one that is not there or not the person's to read.

    Nobody works on it: its words are whole for who supervises, and where the identity was opened for a purpose.
    """
    with unit_of_work.reading() as unit:
        row = find_readable_prior(prior_id, unit, actor)
        fields: dict[str, Any] = row.fields
        person = find_prior(row.no, unit) or PriorPerson()
        others, whole = part_others(others_of(row), person)
        told = {column: str(fields[column.value]) for column in PriorColumn if column.value in fields}
        if not (is_revealed or actor.roles & SUPERVISING_ROLES):
            cut = _make_cut(person)
            told = {column: cut.cut(text) for column, text in told.items()}
            others = {heading: cut.cut(text) for heading, text in others.items()}
        return PriorFile(
            line=_line_of(row, person),
            told=told,
            others=others,
            withheld=tuple(heading for heading in whole if heading not in others),
            identity=mask_prior(row.no, unit),
            marked=_list_marked(row.no, unit, actor),
        )


def others_of(row: PriorCase) -> dict[str, str]:
    """Whole, by the office's own headings. Show no more of it than part_others gives."""
    fields: dict[str, Any] = row.fields
    return {str(name): str(text) for name, text in (fields.get(OTHERS) or {}).items()}


def find_readable_prior(prior_id: str, unit: Unit, actor: Actor) -> PriorCase:
    """NotFound for one that is not there or not the person's to read."""
    row = unit.session.scalars(
        select(PriorCase).where(PriorCase.id == prior_id, may_read_prior(actor))
    ).one_or_none()
    if row is None:
        raise NotFound
    return row


def list_marked_prior(complaint_id: str, unit: Unit, actor: Actor) -> tuple[PriorLine, ...]:
    """Those that somebody found to be about the matter of this case."""
    query = (
        select(PriorCase)
        .join(PriorMark, PriorMark.no == PriorCase.no)
        .where(PriorMark.complaint_id == complaint_id, may_read_prior(actor))
        .order_by(PriorCase.received_at)
    )
    return _tell_lines(unit.session.scalars(query).all(), unit)


def _tell_lines(rows: Sequence[PriorCase], unit: Unit) -> tuple[PriorLine, ...]:
    people = map_prior([row.no for row in rows], unit)
    return tuple(_line_of(row, people.get(row.no, PriorPerson())) for row in rows)


def _make_cut(person: PriorPerson) -> ReadersCut:
    return ReadersCut([value for value in (person.name, person.phone) if value])


def _line_of(row: PriorCase, person: PriorPerson) -> PriorLine:
    """A list goes past many eyes: who complained is cut out of it for everybody."""
    fields: dict[str, Any] = row.fields
    content = " ".join(str(fields.get(PriorColumn.CONTENT.value, ""))[:_LOOKED_AT].split())
    content = _make_cut(person).cut(content)
    subject = content if len(content) <= _SUBJECT else f"{content[:_SUBJECT]}…"
    place = str(fields.get(PriorColumn.PLACE.value, ""))
    return PriorLine(row.id, row.number, row.received_at, row.answered_at, subject, place)


def _list_marked(no: int, unit: Unit, actor: Actor) -> tuple[tuple[str, str], ...]:
    query = select(Complaint).join(PriorMark, PriorMark.complaint_id == Complaint.id)
    cases: Collection[Complaint] = list(
        unit.session.scalars(query.where(PriorMark.no == no).order_by(Complaint.number))
    )
    readable = list_readable_cases(cases, unit, actor)
    return tuple((case.id, case.number) for case in cases if case.id in readable)


def _beginning_of(day: date) -> datetime:
    return at_time(day, "00:00").astimezone(UTC)


def _has_words(words: str) -> ColumnElement[bool]:
    keyring = get_keyring()
    digests = [digest_pair(pair, keyring) for pair in pairs_of(words)[:MOST_PAIRS]]
    if not digests:
        return false()
    first, *others = digests
    lead = aliased(PriorPair)
    return PriorCase.no.in_(
        select(lead.no).where(lead.pair == first, *(_occurs(pair, lead.no) for pair in others))
    )


def _occurs(pair: int, no: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    other = aliased(PriorPair)
    return exists().where(other.pair == pair, other.no == no)
