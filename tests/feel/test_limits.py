"""No expression holds the engine up, and garbage is answered, never raised."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.feel import EvaluationError, ExpressionError, from_json, parse, parse_unary_tests, to_json
from engine.feel.builtins import BUILTINS


@pytest.mark.parametrize(
    "text",
    ["1" * 5000, "(" * 60 + "1" + ")" * 60, "-" * 200 + "1", "a" + ".b" * 60, "[" * 1000, "{a:" * 100],
)
def test_a_text_too_long_or_too_deep_is_refused(text: str):
    with pytest.raises(ExpressionError):
        parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "for i in 1..1000000000 return i",
        "for a in 1..1000, b in 1..1000 return 1",
        "some a in 1..1000, b in 1..1000 satisfies a + b < 0",
        "count(for i in 1..60 return [partial, partial]) = 1 or to json(for i in 1..60 return [partial, partial]) = 1",
        "string(for i in 1..60 return [partial, partial])",
        "(for i in 1..60 return [partial, partial]) = (for i in 1..60 return [partial, partial])",
        "distinct values(for i in 1..9000 return i)",
        "for i in 1..9000 return sum(partial)",
        'for i in 1..40 return (if i = 1 then "aa" else partial[-1] + partial[-1])',
        "{f: function(n) f(n + 1), r: f(1)}.r",
        "{f: function(g) g(g), r: f(f)}.r",
        'matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "(a+)+$")',
        'matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "(a|aa)*$")',
        'matches("x", "a{1,99999}")',
        'matches(string join(for i in 1..2000 return "aaaaa"), ".*.*.*b")',
    ],
)
def test_an_evaluation_that_would_not_end_is_stopped(text: str):
    # The time of this process, for the machine may be busy with something else.
    begin = time.process_time()
    try:
        assert parse(text).evaluate({}) is None
    except EvaluationError as fault:
        assert fault.message
    assert time.process_time() - begin < 5


def test_a_long_chain_of_one_operator_is_no_nesting():
    assert parse("+".join(["1"] * 1500)).evaluate({}) == Decimal(1500)
    assert parse(" and ".join(["true"] * 400)).evaluate({}) is True


KEYWORDS = [
    "if",
    "then",
    "else",
    "for",
    "in",
    "return",
    "some",
    "every",
    "satisfies",
    "function",
    "between",
    "and",
    "or",
    "not",
    "null",
    "true",
    "number",
]
SIGNS = [
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ".",
    ",",
    ":",
    "+",
    "-",
    "*",
    "/",
    "=",
    "<",
    ">",
    "@",
    "`",
    '"',
    "..",
    "**",
    "!=",
]
PIECES = ["instance of", "x", "item", "partial", "?", "1", "2.5", '"a"', '@"P1D"', '@"2026-01-01"', "list<"]
WORDS = st.sampled_from([*sorted(BUILTINS), *KEYWORDS, *SIGNS, *PIECES])


@settings(max_examples=400, deadline=None)
@given(st.lists(WORDS, max_size=14).map(" ".join) | st.text(max_size=30))
def test_garbage_gives_a_value_or_an_expression_error(text: str):
    try:
        to_json(parse(text).evaluate({"x": [1, {"a": 2}]}))
    except (ExpressionError, EvaluationError) as fault:
        assert fault.message
    try:
        assert parse_unary_tests(text).evaluate(1, {}) in (True, False, None)
    except (ExpressionError, EvaluationError) as fault:
        assert fault.message


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(JSON)
def test_a_stored_value_comes_back_as_it_was(value: object):
    assert to_json(from_json(value)) == value
    assert to_json(parse("x").evaluate({"x": value})) == value


@given(st.dictionaries(st.text(max_size=6), st.integers() | st.text(max_size=6), max_size=3))
def test_any_context_evaluates_without_fault(context: dict[str, object]):
    assert parse("is defined(x) or x = null").evaluate(context) is True


@settings(deadline=None)
@given(st.integers(-999, 999), st.integers(-999, 999), st.integers(-999, 999))
def test_printed_numbers_parse_to_the_same_value(a: int, b: int, c: int):
    expression = f"{a} + {b} * {c} - ({a} - {b})"
    assert to_json(parse(expression).evaluate({})) == a + b * c - (a - b)
    assert parse(f"number(string({a})) = {a}").evaluate({}) is True


def test_the_command_answers_every_line():
    lines = ['{"expression": "=x + 1", "context": {"x": 41}}', "no json", '{"expression": 5}', '["a"]', ""]
    lines += [
        '{"expression": "1 +"}',
        '{"expression": "assert(1, false)"}',
        '{"expression": "x", "context": []}',
    ]
    lines += ["[" * 100_000, '{"expression": "@\\"P1D\\""}']
    run = subprocess.run(
        [sys.executable, "-m", "engine.feel"],
        input="\n".join(lines).encode() + b"\n\xff\xfe\n",
        capture_output=True,
        check=True,
    )
    answers = [json.loads(line) for line in run.stdout.splitlines()]
    assert answers[0] == {"value": 42}
    assert answers[8] == {"value": "P1D"}
    assert [set(answer) for answer in answers[1:8]] == [{"error"}] * 7
    assert set(answers[9]) == {"error"}
    assert len(answers) == 10


TWINS = "(for i in 1..60 return [partial, partial])"


@pytest.mark.parametrize(
    "text",
    [
        f"{TWINS}.a",
        f"{TWINS} instance of {'list<' * 40}number{'>' * 40}",
        "for i in 1..9999 return s",
        'for i in 1..9999 return upper case(s + "x")',
        'replace(s, "", s)',
        'replace(s, ".", "0123456789012345678901234567890123456789")',
        "string join(for i in 1..9999 return s)",
        "string(for i in 1..9999 return s)",
        "for i in 1..9999 return context put(c, string(i), i)",
        "(for i in 1..9999 return c)[a = 1]",
    ],
)
def test_a_value_that_would_fill_the_memory_is_stopped_before_it_does(text: str):
    """EN-1: lists that share their parts were walked for ever, and some texts were made before they were measured."""
    context = {"s": "x" * 60_000, "c": {"a": 1} | {f"k{number}": number for number in range(40_000)}}
    begin = time.process_time()
    with pytest.raises(EvaluationError):
        to_json(parse(text).evaluate(context))
    assert time.process_time() - begin < 5


def test_a_value_that_shares_its_parts_without_end_is_no_input_of_a_table():
    """EN-1."""
    with pytest.raises(EvaluationError):
        parse_unary_tests("< 5").evaluate(parse(TWINS).evaluate({}), {})
