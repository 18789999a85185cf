"""Unary tests, templates and free names."""

from __future__ import annotations

import pytest

from engine.feel import ExpressionError, parse, parse_unary_tests


@pytest.mark.parametrize(
    ("tests", "value", "verdict"),
    [
        ("-", None, True),
        ("< 10", 5, True),
        ("< 10", "a", None),
        ("< 10, > 20", 25, True),
        ("[1..5]", 5, True),
        ("(1..5)", 5, False),
        ('"a", "b"', "b", True),
        ('not("a", "b")', "c", True),
        ('not("a")', "a", False),
        ("null", None, True),
        ("true", True, True),
        ("? > 3 and ? < 5", 4, True),
        ("even(?)", 4, True),
        ("allowed", 3, True),
        ("limit", 9, True),
        ('date("2026-01-01")', "2026-01-01", None),
    ],
)
def test_unary_tests_judge_the_input(tests: str, value: object, verdict: bool | None):
    assert parse_unary_tests(tests).evaluate(value, {"allowed": [1, 3], "limit": 9}) is verdict


@pytest.mark.parametrize("text", ["<", "1,", "not(", "[1..", "1 2"])
def test_texts_that_are_no_unary_tests_are_refused(text: str):
    with pytest.raises(ExpressionError):
        parse_unary_tests(text)


@pytest.mark.parametrize(
    ("expression", "names"),
    [
        ("a + b.c", {"a", "b"}),
        ("for x in xs return x + y + count(partial)", {"xs", "y"}),
        ("{a: 1, b: a + z}.b", {"z"}),
        ("function(p) p + q", {"q"}),
        ("xs[item > low]", {"xs", "low"}),
        ("5 in ? < top", {"top"}),
        ("own function(1)", None),
        ("is defined(v)", {"v"}),
        ("date and time(t)", {"t"}),
    ],
)
def test_free_names_are_known(expression: str, names: set[str] | None):
    if names is None:
        with pytest.raises(ExpressionError):
            parse(expression)
        return
    assert parse(expression).names == names


def test_a_name_that_a_filter_could_mean_as_an_entry_is_not_sure():
    expression = parse("acts[method = wanted][1].person + other")
    assert expression.names == {"acts", "method", "wanted", "other"}
    assert expression.sure_names == {"acts", "other"}
