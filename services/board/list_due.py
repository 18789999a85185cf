"""A page of the due list, by key: the nearest due first, with the exact number of all that meet the filter."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, case, func, or_, select, true, union_all

from models.ground.codes import Role
from models.ground.errors import InvalidInput
from services.actor import Actor, require_role
from services.board.due_filter import DueFilter, Urgency, urgency_condition
from services.board.due_items import DueItems, due_items
from services.board.due_row import DueRow, make_rows, select_rows
from services.forms.place_in_list import read_place
from services.unit_of_work import Unit, UnitOfWork
from services.views.page import ROWS_OF_A_PAGE

# Rows of an export that are finished at once.
ROWS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Place:
    """Behind which row a page begins, or before which it ends; both empty for the first."""

    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class DuePage:
    """`first` is the number of the first row of `total`; `before` and `after` are places, None at the ends.

    `counts` by urgency and `everything` are of the filter without its urgency.
    """

    rows: tuple[DueRow, ...]
    total: int
    first: int
    before: str | None
    after: str | None
    counts: dict[Urgency, int]
    everything: int


def list_due(
    chosen: DueFilter, unit_of_work: UnitOfWork, actor: Actor, place: Place | None = None
) -> DuePage:
    """For the supervisor and the director, NotPermitted for others. Cases that exclude the actor are left out.

    InvalidInput for a place that no page gave. As many statements for a hundred thousand rows as for one.
    """
    login, place = require_role(actor, Role.SUPERVISOR, Role.DIRECTOR), place or Place()
    with unit_of_work.reading() as unit:
        items = due_items(login, unit)
        matching = chosen.conditions(items, unit)
        found = _read(chosen, items, place, unit)
        everything, counts = _count(chosen, items, unit)
        rows = found[:ROWS_OF_A_PAGE]
        shown = tuple(make_rows(rows[::-1] if place.before else rows, unit))
        # A page that was reached backwards has the one behind it, and says itself whether there is one before.
        has_more = len(found) > ROWS_OF_A_PAGE
        earlier = _count_before(shown[0], items, matching, unit) if shown else 0
        return DuePage(
            rows=shown,
            total=everything if chosen.urgency is None else counts[chosen.urgency],
            first=earlier + 1,
            before=shown[0].place if earlier else None,
            after=shown[-1].place if shown and (place.before or has_more) else None,
            counts=counts,
            everything=everything,
        )


def get_due_rows(chosen: Collection[str], unit_of_work: UnitOfWork, actor: Actor) -> tuple[DueRow, ...]:
    """Exactly these, by their `item`; what has stopped meanwhile or is not for this person is left out."""
    login = require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    with unit_of_work.reading() as unit:
        items = due_items(login, unit)
        item = items.rows.c.kind_group + "." + items.rows.c.key
        query = select_rows(items).where(item.in_(set(chosen))).order_by(*_order(items))
        return tuple(make_rows(unit.session.execute(query).all(), unit))


def export_due(chosen: DueFilter, unit_of_work: UnitOfWork, actor: Actor) -> Iterator[DueRow]:
    """All rows of the filter, finished in parts while they are written out."""
    login = require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    with unit_of_work.reading() as unit:
        items = due_items(login, unit)
        query = select_rows(items).where(chosen.conditions(items, unit)).order_by(*_order(items))
        for part in unit.session.execute(query).partitions(ROWS_AT_ONCE):
            yield from make_rows(part, unit)


def _order(items: DueItems, *, is_backwards: bool = False) -> tuple[ColumnElement[Any], ...]:
    order = items.rows.c.due_at, items.rows.c.key
    return tuple(column.desc() for column in order) if is_backwards else order


def _read(
    chosen: DueFilter, items: DueItems, place: Place, unit: Unit
) -> Sequence[Row[Any]]:  # Any: the columns of select_rows
    """A page and one row more, the nearest to its place first: of each part as many, of these the nearest."""
    parts = [_cut(part, chosen.conditions(part, unit), place).subquery() for part in items.parts]
    nearest = replace(items, rows=union_all(*(select(part) for part in parts)).subquery(), condition=true())
    order = _order(nearest, is_backwards=bool(place.before))
    return unit.session.execute(select_rows(nearest).order_by(*order).limit(ROWS_OF_A_PAGE + 1)).all()


def _cut(part: DueItems, matching: ColumnElement[bool], place: Place) -> Select[Any]:
    query = part.select(*part.rows.c).where(matching).limit(ROWS_OF_A_PAGE + 1)
    if place.before:
        query = query.where(_is_before(part, *_read_place(place.before)))
    elif place.after:
        query = query.where(_is_after(part, *_read_place(place.after)))
    return query.order_by(*_order(part, is_backwards=bool(place.before)))


def _is_before(items: DueItems, due_at: datetime, key: str) -> ColumnElement[bool]:
    rows = items.rows.c
    return or_(rows.due_at < due_at, and_(rows.due_at == due_at, rows.key < key))


def _is_after(items: DueItems, due_at: datetime, key: str) -> ColumnElement[bool]:
    rows = items.rows.c
    return or_(rows.due_at > due_at, and_(rows.due_at == due_at, rows.key > key))


def _read_place(place: str) -> tuple[datetime, str]:
    found = read_place(place)
    if found is None:
        raise InvalidInput({"place": "PATTERN"})
    return found


def _count(chosen: DueFilter, items: DueItems, unit: Unit) -> tuple[int, dict[Urgency, int]]:
    sums = [
        func.coalesce(func.sum(case((urgency_condition(urgency, items, unit), 1), else_=0)), 0)
        for urgency in Urgency
    ]
    others = replace(chosen, urgency=None).conditions(items, unit)
    row = unit.session.execute(items.select(func.count(), *sums).where(others)).one()
    return int(row[0]), {urgency: int(number) for urgency, number in zip(Urgency, row[1:], strict=True)}


def _count_before(row: DueRow, items: DueItems, matching: ColumnElement[bool], unit: Unit) -> int:
    query = items.select(func.count()).where(matching, _is_before(items, row.due_at, row.key))
    return int(unit.session.scalar(query) or 0)
