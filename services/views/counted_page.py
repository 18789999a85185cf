"""One page of what a query finds, cut and counted by the database: as many statements for a hundred thousand rows as for one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVarTuple

from sqlalchemy import Row, Select, func, literal, select

from services.unit_of_work import Unit
from services.views.page import MOST_COUNTED, ROWS_OF_A_PAGE

Columns = TypeVarTuple("Columns")


@dataclass(frozen=True, slots=True)
class PageAsked:
    """Which page, from 1, of how many rows."""

    number: int
    size: int = ROWS_OF_A_PAGE


@dataclass(frozen=True, slots=True)
class CountedRows(Generic[*Columns]):
    """The rows of page `number`; `has_more` than the counted `total` of 10,000."""

    rows: Sequence[Row[*Columns]]
    number: int
    total: int
    has_more: bool


def read_counted(query: Select[*Columns], asked: PageAsked, unit: Unit) -> CountedRows[*Columns]:
    """That page of an ordered query, or the nearest that there is; of more than 10,000 rows the first can be paged."""
    ones = query.order_by(None).with_only_columns(literal(1))
    if not ones.get_final_froms():
        # All rows of a table: without a condition only its columns named it.
        ones = ones.select_from(*query.get_final_froms())
    counted = ones.limit(MOST_COUNTED + 1).subquery()
    found = unit.session.scalars(select(func.count()).select_from(counted)).one()
    total = min(found, MOST_COUNTED)
    chosen = min(max(asked.number, 1), max(1, -(-total // asked.size)))
    before = (chosen - 1) * asked.size
    last = min(asked.size, total - before)
    rows = unit.session.execute(query.offset(before).limit(max(last, 0))).all()
    return CountedRows(rows, chosen, total, found > MOST_COUNTED)
