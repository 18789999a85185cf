"""Lists: parts, joins, order, text."""

from __future__ import annotations

from decimal import Decimal
from functools import cmp_to_key

from engine.feel.builtins.registry import builtin
from engine.feel.errors import EvaluationError
from engine.feel.limits import MAX_LIST_LENGTH, check_length
from engine.feel.numbers import whole
from engine.feel.scope import Run
from engine.feel.values import Function

Items = list[object]


def _place(items: Items, position: Decimal, *, after_end: bool = False) -> int:
    """Return the index of a place counted from 1, from the end if negative; LookupError outside."""
    number = whole(position)
    index = number - 1 if number > 0 else len(items) + number
    if number == 0 or not 0 <= index < len(items) + after_end:
        raise LookupError(f"no place {number} in the list")
    return index


@builtin("count(list: list)")
def count(items: Items) -> object:
    """Return the number of items."""
    return len(items)


@builtin("is empty(list: list)")
def is_empty(items: Items) -> object:
    """Say whether there are no items."""
    return not items


@builtin("sublist(list: list, start position: number)")
@builtin("sublist(list: list, start position: number, length: number)")
def sublist(items: Items, start: Decimal, length: Decimal | None = None) -> object:
    """Return the items from a place on, at most `length`."""
    begin = _place(items, start)
    return items[begin:] if length is None else items[begin : begin + max(whole(length), 0)]


@builtin("append(list: list, items...: any)")
def append(items: Items, *more: object) -> object:
    """Return the list with more items at its end."""
    return [*items, *more]


@builtin("concatenate(lists...: list)")
def concatenate(*lists: Items) -> object:
    """Return the items of all lists."""
    if sum(len(items) for items in lists) > MAX_LIST_LENGTH:
        raise EvaluationError(f"The list has more than {MAX_LIST_LENGTH} items")
    return [item for items in lists for item in items]


@builtin("insert before(list: list, position: number, newItem: any)")
def insert_before(items: Items, position: Decimal, item: object) -> object:
    """Return the list with an item put in front of a place."""
    index = _place(items, position, after_end=True)
    return [*items[:index], item, *items[index:]]


@builtin("remove(list: list, position: number)")
def remove(items: Items, position: Decimal) -> object:
    """Return the list without the item at a place."""
    index = _place(items, position)
    return items[:index] + items[index + 1 :]


@builtin("list replace(list: list, position: number, newItem: any)")
def replace_at(items: Items, position: Decimal, item: object) -> object:
    """Return the list with another item at a place."""
    index = _place(items, position)
    return [*items[:index], item, *items[index + 1 :]]


@builtin("list replace(list: list, match: function, newItem: any)")
def replace_matching(items: Items, match: Function, item: object) -> object:
    """Return the list with another item wherever `match(old, new)` is true."""
    return [item if match.call([old, item]) is True else old for old in items]


@builtin("reverse(list: list)")
def reverse(items: Items) -> object:
    """Return the items from last to first."""
    return items[::-1]


@builtin("flatten(list: list)", wants_run=True)
def flatten(run: Run, items: Items) -> object:
    """Return the items of all lists inside, at any depth."""
    result: Items = []
    waiting = items[::-1]
    while waiting:
        run.spend()
        item = waiting.pop()
        if isinstance(item, list):
            waiting.extend(item[::-1])
        else:
            result.append(item)
    return result


@builtin("sort(list: list, precedes: function)")
def sort(items: Items, precedes: Function) -> object:
    """Return the items in the order of `precedes(x, y)`."""
    if len(precedes.parameters) != 2:
        raise ValueError("the order is a function of two parameters")

    def order(left: object, right: object) -> int:
        if precedes.call([left, right]) is True:
            return -1
        return 1 if precedes.call([right, left]) is True else 0

    return sorted(items, key=cmp_to_key(order))


@builtin("partition(list: list, size: number)")
def partition(items: Items, size: Decimal) -> object:
    """Return the list in pieces of a size; the last may be shorter."""
    step = whole(size)
    if step < 1:
        raise ValueError("the size is below 1")
    return [items[begin : begin + step] for begin in range(0, len(items), step)]


@builtin("string join(list: list)")
@builtin("string join(list: list, delimiter: string|Null)")
@builtin("string join(list: list, delimiter: string|Null, prefix: string|Null, suffix: string|Null)")
def string_join(
    items: Items, delimiter: str | None = None, prefix: str | None = None, suffix: str | None = None
) -> object:
    """Return the texts in one, without the nulls; null if an item is of another type."""
    texts = [item for item in items if isinstance(item, str)]
    if len(texts) + items.count(None) != len(items):
        raise TypeError("not a list of texts")
    joint = delimiter or ""
    check_length(sum(map(len, texts)) + len(joint) * len(texts))
    return (prefix or "") + joint.join(texts) + (suffix or "")
