"""Runs a search or a look-up of one noun over the runtime's read connection and shapes the answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aiohttp import web

from engine.rest.body import Body, read_body
from engine.rest.fields import Bound, Noun
from engine.rest.filters import Condition, Special, build_filter
from engine.rest.paging import Order, Page, cursor_condition, cursor_of, order_by, parse_page, parse_sort
from engine.rest.problem import NotFoundProblem

if TYPE_CHECKING:
    from engine.runtime import Runtime

# Counting stops here: beyond it the answer says "and more" (as the clusters do).
EXACT_TOTAL = 10_000

RUNTIME: web.AppKey["Runtime"] = web.AppKey("runtime")


@dataclass(frozen=True, slots=True)
class Found:
    """The answer of a search."""

    items: list[dict[str, object]]
    page: dict[str, object]

    def to_json(self) -> dict[str, object]:
        """The response object."""
        return {"items": self.items, "page": self.page}


def select_rows(request: web.Request, sql: str, values: Sequence[Bound]) -> list[tuple[object, ...]]:
    """Rows of the store as searches see it: with a search lag they are that old."""
    return [tuple(row) for row in request.app[RUNTIME].read().execute(sql, values)]


async def answer_search(
    request: web.Request,
    noun: Noun,
    base: Condition | None = None,
    specials: Mapping[str, Special] | None = None,
) -> web.Response:
    """The whole search operation: body, filter, sort, page, items and totals; `base` narrows every result."""
    body = await read_body(request, "filter", "sort", "page")
    condition = build_filter(noun, body.raw("filter"), specials)
    if base is not None:
        condition.add_all(base)
    return web.json_response(search(request, noun, condition, body).to_json())


def search(request: web.Request, noun: Noun, condition: Condition, body: Body) -> Found:
    """Items and page of the rows that meet `condition`, in the order and page that `body` asks for."""
    orders = parse_sort(noun, body.raw("sort"))
    page = parse_page(body.raw("page"))
    rows = select_rows(request, *_page_query(noun, condition, orders, page))
    if page.before is not None:
        rows.reverse()
    items = [noun.to_json(row[len(orders) :]) for row in rows]
    return Found(items, _page_info(rows, len(orders), _count(request, noun, condition)))


def get_one(request: web.Request, noun: Noun, key: int) -> dict[str, object]:
    """The row with that key; a problem 404 when there is none."""
    sql = f"SELECT {noun.select()} FROM {noun.source} WHERE {noun.key_sql} = ?"  # noqa: S608 - fixed texts
    rows = select_rows(request, sql, [key])
    if not rows:
        raise NotFoundProblem(noun.name, key)
    return noun.to_json(rows[0])


def _page_query(
    noun: Noun, condition: Condition, orders: tuple[Order, ...], page: Page
) -> tuple[str, list[Bound]]:
    """SQL and values; the rows before a cursor are asked for backwards."""
    is_reversed = page.before is not None
    cursor = page.after or page.before
    where = Condition(list(condition.parts), list(condition.values))
    if cursor is not None:
        where.add_all(cursor_condition(orders, cursor, is_reversed=is_reversed))
    keys = ", ".join(order.sql for order in orders)
    sql = (
        f"SELECT {keys}, {noun.select()} FROM {noun.source} WHERE {where.sql}"  # noqa: S608 - values are bound
        f" ORDER BY {order_by(orders, is_reversed=is_reversed)} LIMIT ? OFFSET ?"
    )
    return sql, [*where.values, page.limit, page.start]


def _count(request: web.Request, noun: Noun, condition: Condition) -> int:
    sql = f"SELECT count(*) FROM (SELECT 1 FROM {noun.source} WHERE {condition.sql} LIMIT ?)"  # noqa: S608 - values are bound
    rows = select_rows(request, sql, [*condition.values, EXACT_TOTAL + 1])
    return int(str(rows[0][0]))


def _page_info(rows: list[tuple[object, ...]], order_count: int, total: int) -> dict[str, object]:
    return {
        "totalItems": min(total, EXACT_TOTAL),
        "hasMoreTotalItems": total > EXACT_TOTAL,
        "startCursor": cursor_of(rows[0][:order_count]) if rows else None,
        "endCursor": cursor_of(rows[-1][:order_count]) if rows else None,
    }
