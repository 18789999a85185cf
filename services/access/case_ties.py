"""What keeps people away from cases, in one question for all rules that ask: respondents, recusals, readers, complainants."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, fields
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    CompoundSelect,
    Select,
    String,
    bindparam,
    literal,
    null,
    select,
    type_coerce,
    union_all,
)

from models.beside.recusal import Recusal
from models.case.file_restriction import FileReader, FileRestriction
from models.case.lifecycle import RequestState
from models.case.respondent import Respondent
from models.ground.codes import RecusalOutcome, RecusalSubject
from models.office.staff import Staff
from models.store.ask_once import ask_once
from services.identity.complainant_indexes import CaseIndexes, select_indexes
from services.unit_of_work import Unit

# Each id stands four times in the statement, and a database takes some ten thousand values.
AT_ONCE = 5_000
_Part = Select[*tuple[Any, ...]]  # Any: columns of several types, of which each is read as text
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_ACCUSED, _RECUSAL, _READER, _COMPLAINANT = "accused", "recusal", "reader", "complainant"


@dataclass(frozen=True, slots=True)
class Accused:
    """One respondent in force: a person, a unit or both; `unit_of_person` is where the person works."""

    complaint_id: str
    staff_id: str | None
    unit: str | None
    unit_of_person: str | None


@dataclass(frozen=True, slots=True)
class RecusalOf:
    """One request that a person or a unit keeps away; `outcome` None while nobody has decided."""

    complaint_id: str
    who_kind: RecusalSubject
    who: str
    outcome: RecusalOutcome | None
    state: RequestState
    requested_by: str


@dataclass(frozen=True, slots=True)
class ReaderOf:
    """One named reader of a restricted case; without person and unit for a restriction that names none."""

    complaint_id: str
    restriction_id: str
    staff_id: str | None
    unit_code: str | None


_WIDEST = len(fields(RecusalOf))  # no part has more columns


@dataclass(slots=True)
class CaseTies:
    """Of all the cases that were asked about, about whomever."""

    accused: list[Accused] = field(default_factory=list)
    recusals: list[RecusalOf] = field(default_factory=list)
    readers: list[ReaderOf] = field(default_factory=list)
    complainants: list[CaseIndexes] = field(default_factory=list)


def read_ties(complaint_ids: Collection[str], unit: Unit) -> CaseTies:
    """Whose nearness is asked is no part of the question, so a look that reads asks it once for all people and rules."""
    ids = tuple(sorted(set(complaint_ids)))
    return ask_once(unit.session, ("case ties", ids), lambda: _read(ids, unit))


def _read(ids: Sequence[str], unit: Unit) -> CaseTies:
    ties = CaseTies()
    for start in range(0, len(ids), AT_ONCE):
        for tag, *row in _ask(ids[start : start + AT_ONCE], unit):
            _enter(ties, tag, row)
    return ties


def _enter(ties: CaseTies, tag: str, row: list[str]) -> None:
    case, first, second, third, fourth, fifth = row
    if tag == _ACCUSED:
        ties.accused.append(Accused(case, first, second, third))
    elif tag == _RECUSAL:
        outcome = RecusalOutcome(third) if third is not None else None
        ties.recusals.append(
            RecusalOf(case, RecusalSubject(first), second, outcome, RequestState(fourth), fifth)
        )
    elif tag == _READER:
        ties.readers.append(ReaderOf(case, first, second, third))
    else:
        ties.complainants.append(CaseIndexes(case, first, second, third))


def _ask(ids: Sequence[str], unit: Unit) -> Iterator[tuple[str, ...]]:
    yield from (tuple(row) for row in unit.session.execute(_question(), {_IDS.key: ids}))


@cache
def _question() -> CompoundSelect[*tuple[Any, ...]]:
    """Made once: to put it together takes longer than to ask it."""
    parts = (
        _tagged(_ACCUSED, _select_accused()),
        _tagged(_RECUSAL, _select_recusals()),
        _tagged(_READER, _select_readers()),
        _tagged(_COMPLAINANT, select_indexes(_IDS)),
    )
    return union_all(*parts)


def _tagged(tag: str, part: _Part) -> _Part:
    """The part with its name before its columns, all of them as text, and as many as the widest has."""
    columns = [type_coerce(column, String) for column in part.selected_columns]
    missing = [type_coerce(null(), String) for _ in range(_WIDEST - len(columns))]
    return part.with_only_columns(literal(tag), *columns, *missing)


def _select_accused() -> _Part:
    return (
        select(Respondent.complaint_id, Respondent.staff_id, Respondent.unit, Staff.unit)
        .outerjoin(Staff, Staff.login == Respondent.staff_id)
        .where(Respondent.complaint_id.in_(_IDS), Respondent.in_force())
    )


def _select_recusals() -> _Part:
    return select(
        Recusal.complaint_id,
        Recusal.who_kind,
        Recusal.who,
        Recusal.outcome,
        Recusal.state,
        Recusal.requested_by,
    ).where(Recusal.complaint_id.in_(_IDS))


def _select_readers() -> _Part:
    return (
        select(FileRestriction.complaint_id, FileRestriction.id, FileReader.staff_id, FileReader.unit_code)
        .outerjoin(FileReader, FileReader.restriction_id == FileRestriction.id)
        .where(FileRestriction.complaint_id.in_(_IDS), FileRestriction.lifted_at.is_(None))
    )
