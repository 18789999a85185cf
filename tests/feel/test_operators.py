"""Operators, paths, filters, loops and the null rule."""

from __future__ import annotations

import pytest

from engine.feel import ExpressionError, parse
from tests.feel.evaluation import stored


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("0.1 + 0.2 = 0.3", True),
        ("2 + 3 * 4 - 1", 13),
        ("10 - 2 - 3", 5),
        ("2 ** 3 ** 2", 64),
        ("-2 ** 2", 4),
        ("- (1 + 2)", -3),
        ("7 / 2", 3.5),
        ("1 / 0", None),
        ("1 / 3 * 3 < 1", True),
        ('1 + "a"', None),
        ('"a" + "b" + "c"', "abc"),
        ("9007199254740993", 9007199254740993),
        ("10 ** 400", None),
        ("10 ** 7000", None),
    ],
)
def test_arithmetic_is_decimal_and_null_when_undefined(expression: str, value: object):
    assert stored(expression) == value


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("true and null", None),
        ("false and null", False),
        ("true or null", True),
        ("false or null", None),
        ("1 < 2 and 2 < 3 or false", True),
        ("null < 1", None),
        ("null = null", True),
        ("null = 1", False),
        ('1 = "1"', None),
        ("missing = null", True),
        ("{}.y = null", True),
        ("not(null)", None),
        ("if null then 1 else 2", 2),
        ("5 between 1 and null", None),
        ("null in [1, null]", True),
        ("3 in (1, > 2)", True),
        ("3 in [1..3)", False),
        ("3 in ]1..3]", True),
        ("5 in ]1..5[ or false", False),
        ("3 in [[1..2], [3..4]]", True),
        ("4 in not(4)", False),
        ("4 in not(< 3, > 5)", True),
    ],
)
def test_logic_has_three_values(expression: str, value: object):
    assert stored(expression) == value


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("a.b.c", 7),
        ("a.x.c", None),
        ("items.price", [3, 5, None]),
        ("items[price > 3].name", ["b"]),
        ("items[1].name", "a"),
        ("items[-1].name", "c"),
        ("items[0]", None),
        ("items[4]", None),
        ("[][1]", None),
        ("[][item > 1]", []),
        ("[1, 2, 3][item >= limit]", [2, 3]),
        ("5[1]", None),
        ("is defined(a.b)", True),
        ("is defined(a.z)", False),
        ("is defined(nothing)", False),
        ("is defined(zone)", True),
        ("`with space`", 1),
        ("{a b: 1}.`a b`", 1),
        ("{f: function(x) x + 1, r: f(2)}.r", 3),
        ("(function(x, y) x - y)(y: 1, x: 5)", 4),
        ("{a: 1, b: {c: a + 1}}.b.c", 2),
        ("[1..5].end", 5),
        ("([1..5]).start included", True),
    ],
)
def test_paths_filters_and_functions(expression: str, value: object):
    items = [{"name": "a", "price": 3}, {"name": "b", "price": 5}, {"name": "c"}]
    context = {"a": {"b": {"c": 7}}, "items": items, "limit": 2, "zone": None, "with space": 1}
    assert stored(expression, **context) == value


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("for x in 1..3 return x * 2", [2, 4, 6]),
        ("for x in 3..1 return x", [3, 2, 1]),
        ("for x in [1..3] return x", [1, 2, 3]),
        ("for x in [1, 2], y in [10, 20] return x + y", [11, 21, 12, 22]),
        ("for x in [[1], [2, 3]], y in x return y", [1, 2, 3]),
        ("for x in 5 return x", None),
        ("some x in [1, 2], y in [3] satisfies x + y = 5", True),
        ("every x in [] satisfies false", True),
        ("some x in [null] satisfies x > 1", None),
        ("if 1 > 2 then 1 else if 2 > 3 then 2 else 3", 3),
        ("[1, 2] instance of list<number>", True),
        ('[1, "a"] instance of list<number>', False),
        ('duration("P1D") instance of days and time duration', True),
        ('duration("P1M") instance of years and months duration', True),
        ("[1..2] instance of range", True),
        ("null instance of Any", False),
    ],
)
def test_loops_conditions_and_types(expression: str, value: object):
    assert stored(expression) == value


@pytest.mark.parametrize(
    "expression",
    [
        "",
        "1 +",
        "(1",
        "[1, 2",
        "{a 1}",
        "a b",
        "1 2",
        '"open',
        "for x in xs",
        "x in",
        "@5",
        "#",
        "{:1}",
        "f(a: 1, a: 2)",
    ],
)
def test_a_text_that_is_no_expression_is_refused_with_its_place(expression: str):
    with pytest.raises(ExpressionError) as caught:
        parse(expression)
    assert caught.value.message
    assert 0 <= caught.value.position <= len(expression)
