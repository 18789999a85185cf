"""Sort orders and pages: by offset (`from`) or by cursor (`after`, `before`), over a total order by key."""

import base64
import json
from dataclasses import dataclass

from engine.rest.body import checked
from engine.rest.fields import NUMBER_LIMIT, Bound, Noun
from engine.rest.filters import Condition
from engine.rest.problem import InvalidRequest

DEFAULT_LIMIT = 100
MAX_LIMIT = 10_000


@dataclass(frozen=True, slots=True)
class Order:
    """One sort column and its direction."""

    sql: str
    is_descending: bool


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of the result is asked for; at most one of start, after and before is set."""

    limit: int = DEFAULT_LIMIT
    start: int = 0
    after: str | None = None
    before: str | None = None


def parse_sort(noun: Noun, given: object) -> tuple[Order, ...]:
    """The asked orders and last the key, so that equal rows keep one order over all pages."""
    if given is None:
        given = []
    if not isinstance(given, list):
        raise InvalidRequest("sort must be a list")
    orders = []
    for entry in given:
        body = checked(entry, ("field", "order"), "sort")
        name, direction = body.text("field"), body.text("order", "ASC").upper()
        found = noun.find_field(name)
        if found is None or direction not in ("ASC", "DESC"):
            raise InvalidRequest(f"sort: {name} {direction} is not an order of {noun.name}")
        orders.append(Order(found.sql, direction == "DESC"))
    return (*orders, Order(noun.key_sql, is_descending=False))


def parse_page(given: object) -> Page:
    """The page asked for; `from`, `after` and `before` exclude one another."""
    body = checked(given if given is not None else {}, ("from", "limit", "after", "before"), "page")
    if sum(body.has(name) for name in ("from", "after", "before")) > 1:
        raise InvalidRequest("page: only one of from, after and before may be given")
    page = Page(
        limit=body.integer("limit", DEFAULT_LIMIT),
        start=body.integer("from", 0),
        after=body.find_text("after"),
        before=body.find_text("before"),
    )
    if not 0 <= page.limit <= MAX_LIMIT or page.start < 0:
        raise InvalidRequest(f"page: limit must be 0 to {MAX_LIMIT} and from not negative")
    return page


def order_by(orders: tuple[Order, ...], *, is_reversed: bool = False) -> str:
    """The ORDER BY list; NULL is the smallest value, as SQLite has it."""
    return ", ".join(f"{o.sql} {'DESC' if o.is_descending != is_reversed else 'ASC'}" for o in orders)


def cursor_of(values: tuple[object, ...]) -> str:
    """An opaque cursor for the row with these sort values."""
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode()


def cursor_condition(orders: tuple[Order, ...], cursor: str, *, is_reversed: bool = False) -> Condition:
    """Rows strictly behind the cursor in the order (before it when reversed)."""
    values = _read_cursor(cursor, len(orders))
    condition = Condition()
    branches: list[str] = []
    for position, (order, value) in enumerate(zip(orders, values, strict=True)):
        step, bound_values = _step(order.sql, value, is_downwards=order.is_descending != is_reversed)
        equal = [f"{earlier.sql} IS ?" for earlier in orders[:position]]
        branches.append(" AND ".join([*equal, step]))
        condition.values += [*values[:position], *bound_values]
    condition.parts.append(" OR ".join(f"({branch})" for branch in branches))
    return condition


def _step(sql: str, value: Bound, *, is_downwards: bool) -> tuple[str, list[Bound]]:
    if value is None:
        return ("0" if is_downwards else f"{sql} IS NOT NULL"), []
    if is_downwards:
        return f"({sql} < ? OR {sql} IS NULL)", [value]
    return f"{sql} > ?", [value]


def _read_cursor(cursor: str, length: int) -> list[Bound]:
    values: object
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor.encode()))
    except (ValueError, RecursionError):
        values = None
    if not isinstance(values, list) or len(values) != length or not all(map(_can_be_bound, values)):
        raise InvalidRequest("page: the cursor does not belong to this search")
    return values


def _can_be_bound(value: object) -> bool:
    """False for what no row holds, whole numbers beyond 64 bits and half characters; a cursor may come from anywhere."""
    if isinstance(value, int):
        return abs(value) < NUMBER_LIMIT
    if isinstance(value, str):
        return value.encode(errors="replace").decode() == value
    return value is None or isinstance(value, float)
