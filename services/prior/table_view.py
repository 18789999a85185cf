"""A table of before as its page shows it: what the headings mean, what the rows would become or became, which are wrong."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select

from models.case.prior_table import PriorRow, PriorTable
from models.ground.errors import NotFound
from models.ground.prior_codes import PriorColumn, PriorState
from services.actor import Actor, require_role
from services.office.people_names import map_people_names
from services.prior.receive_table import IMPORTING_ROLES, suggest_by_memory
from services.unit_of_work import Unit, UnitFactory, UnitOfWork

MOST_SHOWN = 100
_LAST = 30
_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class TableLine:
    """One table of the list; `done` of its `total` rows are taken or refused."""

    id: str
    name: str
    purpose: str
    by: str
    at: datetime
    is_read: bool
    is_confirmed: bool
    has_ended: bool
    is_taken_back: bool
    is_erased: bool
    counts: Mapping[PriorState, int]

    @property
    def total(self) -> int:
        """All rows that were read."""
        return sum(self.counts.values())

    @property
    def done(self) -> int:
        """Those that wait no more."""
        return self.total - self.counts.get(PriorState.WAITING, 0)


@dataclass(frozen=True, slots=True)
class WrongRow:
    """A row that is left out, with its line in the file; `faults` by column, or by `row`."""

    line: int
    number: str
    faults: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TablePage:
    """`meanings` stand in the order of `headings`; before somebody said them they are suggestions, None for unknown ones."""

    table: TableLine
    headings: tuple[str, ...]
    meanings: tuple[PriorColumn | None, ...]
    wrong: tuple[WrongRow, ...]


def list_tables(unit_of_work: UnitOfWork, actor: Actor) -> tuple[TableLine, ...]:
    """The last of them, the newest first."""
    require_role(actor, *IMPORTING_ROLES)
    with unit_of_work.reading() as unit:
        query = select(PriorTable).order_by(PriorTable.at.desc(), PriorTable.id).limit(_LAST)
        return _lines(list(unit.session.scalars(query)), unit)


def read_table_page(table_id: str, unit_of_work: UnitOfWork, actor: Actor) -> TablePage:
    """NotPermitted, NotFound."""
    require_role(actor, *IMPORTING_ROLES)
    with unit_of_work.reading() as unit:
        table = _get(table_id, unit)
        kept = table.meanings
        meanings = (
            suggest_by_memory(table.headings, unit) if kept is None else [PriorColumn(one) for one in kept]
        )
        wrong = unit.session.scalars(_select_wrong(table_id, 0).limit(MOST_SHOWN))
        return TablePage(
            table=_lines([table], unit)[0],
            headings=tuple(table.headings),
            meanings=tuple(meanings),
            wrong=tuple(map(_wrong, wrong)),
        )


def list_wrong_rows(table_id: str, make_unit: UnitFactory, actor: Actor) -> Iterator[WrongRow]:
    """All of them, some at a time, in the order of the file; NotPermitted and NotFound before the first."""
    require_role(actor, *IMPORTING_ROLES)
    with make_unit().reading() as unit:
        _get(table_id, unit)
    return _iterate(table_id, make_unit)


def _iterate(table_id: str, make_unit: UnitFactory) -> Iterator[WrongRow]:
    after = 0
    while True:
        with make_unit().reading() as unit:
            rows = [
                _wrong(row) for row in unit.session.scalars(_select_wrong(table_id, after).limit(_AT_ONCE))
            ]
        yield from rows
        if len(rows) < _AT_ONCE:
            return
        after = rows[-1].line


def _select_wrong(table_id: str, after: int) -> Select[PriorRow]:
    return (
        select(PriorRow)
        .where(PriorRow.table_id == table_id, PriorRow.state == PriorState.WRONG, PriorRow.line > after)
        .order_by(PriorRow.line)
    )


def _wrong(row: PriorRow) -> WrongRow:
    return WrongRow(row.line, row.number or "", row.faults)


def _get(table_id: str, unit: Unit) -> PriorTable:
    table = unit.session.get(PriorTable, table_id)
    if table is None:
        raise NotFound
    return table


def _lines(tables: Sequence[PriorTable], unit: Unit) -> tuple[TableLine, ...]:
    counted: dict[str, Counter[PriorState]] = {table.id: Counter() for table in tables}
    states = select(PriorRow.table_id, PriorRow.state, func.count()).where(PriorRow.table_id.in_(counted))
    for table_id, state, number in unit.session.execute(states.group_by(PriorRow.table_id, PriorRow.state)):
        counted[table_id][state] += number
    names = map_people_names(unit, logins={table.by for table in tables})
    return tuple(
        TableLine(
            id=table.id,
            name=table.name,
            purpose=table.purpose,
            by=names.get(table.by, table.by),
            at=table.at,
            is_read=table.meanings is not None,
            is_confirmed=table.confirmed_at is not None,
            has_ended=table.ended_at is not None,
            is_taken_back=table.taken_back_at is not None,
            is_erased=table.erased_at is not None,
            counts=counted[table.id],
        )
        for table in tables
    )
