"""EN-9: a large list is made a FEEL value once, however often it is asked for, and nothing changes it on the way."""

from __future__ import annotations

import pytest

from engine import feel
from engine.feel import scope

LIST = [float(number % 7) for number in range(1_500)]
NESTED = [[number, [number]] for number in range(1_500)]


def test_list_that_every_item_of_a_loop_asks_for_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[object] = []
    convert = scope.from_json

    def counting(value: object) -> object:
        read.append(value)
        return convert(value)

    monkeypatch.setattr(scope, "from_json", counting)
    items = list(range(2_000))
    expression = feel.parse("items[at]")
    found = [expression.evaluate({"items": items, "at": at}) for at in range(1, 51)]
    assert found == list(range(50))
    assert sum(value is items for value in read) == 1


def test_equal_list_of_another_case_is_read_for_itself() -> None:
    expression = feel.parse("sum(items)")
    for number in range(6):
        assert expression.evaluate({"items": [number] * 1_000}) == number * 1_000


@pytest.mark.parametrize(
    "text",
    [
        "append(items, 9)",
        "sort(items, function(a, b) a > b)",
        "reverse(items)",
        "remove(items, 1)",
        "insert before(items, 1, 9)",
        "concatenate(items, [9])",
        "distinct values(items)",
        "union(items, [9])",
        "duplicate values(items)",
        "sublist(items, 2)",
        "for item in items return item + 1",
        "items[item > 3]",
        "median(items)",
        "mode(items)",
        "stddev(items)",
        "flatten(nested)",
        "list replace(items, 1, 9)",
        "partition(items, 7)",
    ],
)
def test_no_function_changes_the_list_that_it_is_given(text: str) -> None:
    expression = feel.parse(text)
    context = {"items": list(LIST), "nested": [list(part) for part in NESTED]}
    first = feel.to_json(expression.evaluate(context))
    assert feel.to_json(expression.evaluate(context)) == first
    assert first == feel.to_json(expression.evaluate({"items": list(LIST), "nested": NESTED}))
