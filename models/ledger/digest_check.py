"""Compares the rows of every case with what the trail vouches for: rows changed, taken away or put in by another hand (SE-14).

Reads some hundred cases at a time. Says nothing of rows of before there were digests, and counts their cases.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Table, func, select
from sqlalchemy.orm import Session

from models.case.complaint import Complaint
from models.ledger.covered_fields import COVERED, FIELDS, KEYS, VERSION
from models.ledger.row_digest import list_differing
from models.ledger.trail_event import TrailEvent
from models.vault.keyring import KeyMissing, SealBroken

CASES_AT_ONCE = 200
_FRESH = {
    "populate_existing": True
}  # nothing is kept for who asks the same again: there is more than memory holds

Place = tuple[str, str, str]  # case, table, key


class RowFaultKind(StrEnum):
    """What became of a row past the application."""

    CHANGED = "changed"
    GONE = "gone"
    ADDED = "added"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class RowFault:
    """One row; `case` is the number of the complaint, its id where the complaint is gone; `fields` of a changed one."""

    case: str
    table: str
    key: str
    kind: RowFaultKind
    fields: tuple[str, ...] = ()


@dataclass(slots=True)
class DigestReport:
    """How many cases the trail vouches for as a whole, in part and not at all, of how many rows, and how many were destroyed."""

    whole: int = 0
    in_part: int = 0
    uncovered: int = 0
    rows: int = 0
    destroyed: int = 0

    @property
    def cases(self) -> int:
        """All that there are."""
        return self.whole + self.in_part + self.uncovered


@dataclass(slots=True)
class _Told:
    """What the trail vouches for of some cases: by place version and digest, None for a row that was taken away."""

    rows: dict[Place, tuple[int, str | None]] = field(default_factory=dict)
    some: set[str] = field(default_factory=set)
    whole: set[str] = field(default_factory=set)


def check_digests(
    session: Session, report: DigestReport, tell: Callable[[int, int], None] = lambda _done, _of: None
) -> Iterator[RowFault]:
    """Every fault, case by case; `report` is complete at the end. `tell` hears how many of how many cases are done."""
    count = session.scalar(select(func.count()).select_from(Complaint)) or 0
    yield from _list_lost(session)
    last = ""
    while True:
        query = select(Complaint.id, Complaint.number).where(Complaint.id > last).order_by(Complaint.id)
        page = session.execute(query.limit(CASES_AT_ONCE), execution_options=_FRESH).all()
        if not page:
            return
        yield from _check({row.id: row.number for row in page}, session, report)
        session.expunge_all()
        last = page[-1].id
        tell(report.cases, count)


def _list_lost(session: Session) -> Iterator[RowFault]:
    """Cases that the trail vouches for and of which no complaint is left."""
    query = select(TrailEvent.complaint_id).where(TrailEvent.digests.is_not(None)).distinct()
    for case in session.scalars(query.where(TrailEvent.complaint_id.not_in(select(Complaint.id)))):
        yield RowFault(str(case), "complaint", str(case), RowFaultKind.GONE)


def _check(numbers: Mapping[str, str], session: Session, report: DigestReport) -> Iterator[RowFault]:
    told = _read_told(list(numbers), session)
    report.whole += len(told.whole)
    report.in_part += len(told.some - told.whole)
    report.uncovered += len(numbers) - len(told.some)
    seen = set[Place]()
    for name in COVERED:
        for case, values in _read_rows(name, sorted(told.some), session):
            if values is None:
                yield RowFault(numbers[case], name, "", RowFaultKind.UNREADABLE)
                seen |= {place for place in told.rows if place[:2] == (case, name)}
                continue
            place = (case, name, str(values[KEYS[name]]))
            seen.add(place)
            report.rows += 1
            report.destroyed += name == "complaint" and values["destroyed_at"] is not None
            if (fault := _fault_of(place, values, told)) is not None:
                yield RowFault(numbers[case], *place[1:], *fault)
    for place in sorted(set(told.rows) - seen):
        if told.rows[place][1] is not None:
            yield RowFault(numbers[place[0]], *place[1:], RowFaultKind.GONE)


def _read_told(cases: Sequence[str], session: Session) -> _Told:
    told = _Told()
    query = select(TrailEvent.complaint_id, TrailEvent.digests).where(
        TrailEvent.complaint_id.in_(cases), TrailEvent.digests.is_not(None)
    )
    for case, digests in session.execute(query.order_by(TrailEvent.seq), execution_options=_FRESH):
        entry = json.loads(str(digests))
        told.some.add(str(case))
        if entry.get("whole"):
            told.whole.add(str(case))
        for table, rows in entry["rows"].items():
            told.rows |= {(str(case), table, key): (entry["v"], digest) for key, digest in rows.items()}
    return told


def _fault_of(
    place: Place, values: Mapping[str, Any], told: _Told
) -> tuple[RowFaultKind, tuple[str, ...]] | None:
    version, noted = told.rows.get(place, (VERSION, None))
    if noted is None:
        # Of a row of before there were digests nothing is known.
        is_unknown = place not in told.rows and place[0] not in told.whole
        return None if is_unknown else (RowFaultKind.ADDED, ())
    differing = list_differing(place[1:], noted, values, version)
    return (RowFaultKind.CHANGED, differing) if differing else None


def _read_rows(
    name: str, cases: Sequence[str], session: Session
) -> Iterator[tuple[str, Mapping[str, Any] | None]]:
    """Case and values by column; None for the rows of a case of which one cannot be opened."""
    table, unreadable = COVERED[name].__table__, (SealBroken, KeyMissing, ValueError)
    try:
        rows = _select(table, _case_column(table).in_(cases), session)  # type: ignore[arg-type]  # a table
    except unreadable:
        if len(cases) == 1:
            yield cases[0], None
            return
        for case in cases:
            yield from _read_rows(name, [case], session)
        return
    yield from rows


def _select(
    table: Table, which: ColumnElement[bool], session: Session
) -> list[tuple[str, Mapping[str, Any]]]:
    case = _case_column(table)
    names = {name for fields in FIELDS.values() for name in fields[table.name]} | {KEYS[table.name]}
    columns = [table.c[name] for name in sorted(names)]
    query = select(case.label("its_case"), *columns).where(which)
    return [
        (row["its_case"], dict(row)) for row in session.execute(query, execution_options=_FRESH).mappings()
    ]


def _case_column(table: Table) -> ColumnElement[Any]:
    return table.c.id if table.name == "complaint" else table.c.complaint_id
