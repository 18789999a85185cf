"""A table that was taken in, row by row: what each would do while nobody has confirmed it, afterwards what each has done."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from models.case.channel_table import ChannelTable, ChannelTableRow
from models.case.complaint import Complaint
from models.case.hotline_order import HotlineOrder
from models.case.receipt import Receipt
from models.ground.codes import Role
from models.ground.errors import NotFound
from models.ground.order_codes import OrderChange, RowState, TableKind
from services.actor import Actor, require_role
from services.filing.file_raw_message import submission_id_of
from services.office.people_names import map_people_names
from services.orders.columns import ASSIGNED_AT, REVIEW_TEXT, REVIEWED_AT, TITLE, arrived_at
from services.orders.discard_table import may_discard
from services.orders.order_changes import find_changes, merge
from services.orders.review_changes import add_review, find_review_changes, known_of
from services.unit_of_work import Unit, UnitOfWork
from services.views.case_filter import CaseFilter
from services.views.cases import list_readable_conditions

MOST_SHOWN = 300
_LAST = 20
# What somebody has to look at comes first.
_ORDER = (
    *(RowState.WRONG, RowState.WAITING, RowState.DISCARDED),
    *(RowState.JOINED, RowState.FILED, RowState.SAME),
)
_Known = Mapping[str, tuple[str, Mapping[str, str]]]


@dataclass(frozen=True, slots=True)
class RowLine:
    """One row; `state` is what it would become while the table waits. `case_number` only of a case that the person may read."""

    line: int
    number: str
    title: str
    state: RowState
    faults: Mapping[str, str]
    changes: tuple[OrderChange, ...] = ()
    complaint_id: str | None = None
    case_number: str | None = None


@dataclass(frozen=True, slots=True)
class TableLine:
    """One table of the list; `done` of its `total` rows are taken or refused. `discarded_by` is a name, empty for most."""

    id: str
    kind: TableKind
    name: str
    by: str
    at: datetime
    is_confirmed: bool
    has_ended: bool
    total: int
    done: int
    discarded_by: str = ""
    discarded_at: datetime | None = None
    discard_reason: str = ""


@dataclass(frozen=True, slots=True)
class TablePage:
    """A table with its first rows; `counts` are of all of them, by state."""

    table: TableLine
    rows: tuple[RowLine, ...]
    counts: Mapping[str, int]
    sha256: str
    may_discard: bool

    @property
    def to_do(self) -> int:
        """How many rows would change something."""
        return self.counts.get(RowState.FILED, 0) + self.counts.get(RowState.JOINED, 0)


def list_tables(unit_of_work: UnitOfWork, actor: Actor) -> tuple[TableLine, ...]:
    """The last of them, the newest first."""
    require_role(actor, Role.INTAKE)
    with unit_of_work.reading() as unit:
        tables = list(
            unit.session.scalars(
                select(ChannelTable).order_by(ChannelTable.at.desc(), ChannelTable.id).limit(_LAST)
            )
        )
        counted, names = _counted(tables, unit)
        return tuple(_line(table, counted, names) for table in tables)


def read_table_page(table_id: str, unit_of_work: UnitOfWork, actor: Actor) -> TablePage:
    """NotPermitted for who registers no complaints, NotFound."""
    login = require_role(actor, Role.INTAKE)
    with unit_of_work.reading() as unit:
        table = unit.session.get(ChannelTable, table_id)
        if table is None:
            raise NotFound
        kept = list(
            unit.session.scalars(
                select(ChannelTableRow)
                .where(ChannelTableRow.table_id == table_id)
                .order_by(ChannelTableRow.line)
            )
        )
        is_settled = table.confirmed_at is not None or table.discarded_at is not None
        rows = [_done(row) for row in kept] if is_settled else _plan(table.kind, kept, unit)
        shown = sorted(rows, key=lambda row: (_ORDER.index(row.state), row.line))[:MOST_SHOWN]
        return TablePage(
            table=_line(table, *_counted([table], unit)),
            rows=_with_cases(shown, unit, actor),
            counts=Counter(row.state.value for row in rows),
            sha256=table.raw_sha256,
            may_discard=table.ended_at is None and may_discard(table, login, unit),
        )


def _done(row: ChannelTableRow) -> RowLine:
    return RowLine(row.line, row.number or "", "", row.state, row.faults, complaint_id=row.complaint_id)


def _plan(kind: TableKind, kept: Sequence[ChannelTableRow], unit: Unit) -> list[RowLine]:
    numbers = {row.number for row in kept if row.number}
    known = dict(_list_known(kind, numbers, unit))
    now = unit.clock.now()
    return [_plan_row(kind, row, known, now) for row in kept]


def _plan_row(
    kind: TableKind, row: ChannelTableRow, known: dict[str, tuple[str, Mapping[str, str]]], now: datetime
) -> RowLine:
    """What it would do after those above it."""
    if row.fields is None:
        return RowLine(row.line, row.number or "", "", RowState.WRONG, row.faults)
    fields: dict[str, str] = row.fields
    number, title = row.number or "", fields.get(TITLE) or fields.get(REVIEW_TEXT, "")
    arrived = arrived_at(kind, fields)
    if number in known:
        complaint_id, before = known[number]
        is_order = kind is TableKind.ORDERS
        changes = find_changes(before, fields) if is_order else find_review_changes(before, fields)
        known[number] = complaint_id, merge(before, fields) if is_order else add_review(before, fields)
        state = RowState.JOINED if changes else RowState.SAME
        return RowLine(row.line, number, title, state, {}, tuple(sorted(changes.kinds)), complaint_id or None)
    if arrived is None or arrived > now:
        column = ASSIGNED_AT if kind is TableKind.ORDERS else REVIEWED_AT
        return RowLine(row.line, number, title, RowState.WRONG, {column: "IN_THE_FUTURE"})
    known[number] = "", fields
    return RowLine(row.line, number, title, RowState.FILED, {})


def _list_known(kind: TableKind, numbers: Collection[str], unit: Unit) -> _Known:
    ids = {submission_id_of(kind.channel, number): number for number in numbers}
    earlier = unit.session.execute(
        select(Complaint.submission_id, Complaint.id).where(Complaint.submission_id.in_(ids))
    )
    known: dict[str, tuple[str, Mapping[str, str]]] = {ids[sent]: (case, {}) for sent, case in earlier}
    if kind is TableKind.REVIEWS:
        return _with_what_they_said(known, unit)
    for order in unit.session.scalars(select(HotlineOrder).where(HotlineOrder.number.in_(numbers))):
        known[order.number] = order.complaint_id, order.fields
    return known


def _with_what_they_said(reviews: _Known, unit: Unit) -> _Known:
    cases = {case for case, _ in reviews.values()}
    said: dict[str, list[str]] = {case: [] for case in cases}
    rows = select(Receipt.complaint_id, Receipt.raw_text).where(Receipt.complaint_id.in_(cases))
    for case, raw in unit.session.execute(rows):
        said[case].append(raw)
    return {number: (case, known_of(said[case])) for number, (case, _) in reviews.items()}


def _with_cases(rows: Sequence[RowLine], unit: Unit, actor: Actor) -> tuple[RowLine, ...]:
    ids = {row.complaint_id for row in rows if row.complaint_id}
    readable = select(Complaint.id, Complaint.number).where(
        Complaint.id.in_(ids), *list_readable_conditions(CaseFilter(), unit, actor)
    )
    numbers = {case: number for case, number in unit.session.execute(readable)} if ids else {}
    return tuple(
        RowLine(
            row.line,
            row.number,
            row.title,
            row.state,
            row.faults,
            row.changes,
            row.complaint_id if row.complaint_id in numbers else None,
            numbers.get(row.complaint_id or ""),
        )
        for row in rows
    )


def _counted(
    tables: Sequence[ChannelTable], unit: Unit
) -> tuple[Mapping[str, Counter[RowState]], Mapping[str, str]]:
    ids = [table.id for table in tables]
    states = select(ChannelTableRow.table_id, ChannelTableRow.state, func.count()).where(
        ChannelTableRow.table_id.in_(ids)
    )
    counted: dict[str, Counter[RowState]] = {table_id: Counter() for table_id in ids}
    for table_id, state, number in unit.session.execute(
        states.group_by(ChannelTableRow.table_id, ChannelTableRow.state)
    ):
        counted[table_id][state] += number
    logins = {login for table in tables for login in (table.by, table.discarded_by) if login}
    return counted, map_people_names(unit, logins=logins)


def _line(
    table: ChannelTable, counted: Mapping[str, Counter[RowState]], names: Mapping[str, str]
) -> TableLine:
    counts = counted[table.id]
    return TableLine(
        id=table.id,
        kind=table.kind,
        name=table.name,
        by=names.get(table.by, table.by),
        at=table.at,
        is_confirmed=table.confirmed_at is not None,
        has_ended=table.ended_at is not None,
        total=counts.total(),
        done=counts.total() - counts[RowState.WAITING] - counts[RowState.DISCARDED],
        discarded_by=names.get(table.discarded_by or "", table.discarded_by or ""),
        discarded_at=table.discarded_at,
        discard_reason=table.discard_reason or "",
    )
