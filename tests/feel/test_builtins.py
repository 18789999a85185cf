"""The built-in functions, a few cases of each family, and the null rule around all of them."""

from __future__ import annotations

import pytest

from engine.feel import EvaluationError, parse
from engine.feel.builtins import BUILTINS
from tests.feel.evaluation import stored

# The functions of FEEL and of Camunda that a modeler may use (fromAi is refused: there is no model to ask).
EXPECTED_NAMES = """
string|number|context|date|time|date and time|duration|years and months duration|from json|to json|not|substring
string length|upper case|lower case|substring before|substring after|contains|starts with|ends with|matches|replace
split|list contains|count|min|max|sum|product|mean|median|stddev|mode|all|any|and|or|sublist|append|concatenate
insert before|remove|reverse|index of|union|distinct values|flatten|sort|string join|decimal|floor|ceiling|round up
round down|round half up|round half down|abs|modulo|sqrt|log|exp|odd|even|before|after|meets|met by|overlaps
overlaps before|overlaps after|finishes|finished by|includes|during|starts|started by|coincides|now|today|day of week
day of year|week of year|month of year|get value|get entries|context put|get or else|assert|context merge
duplicate values|is empty|partition|random number|extract|trim|uuid|to base64|from base64|is blank
last day of month|cycle|list replace
"""


def test_every_function_of_the_contract_is_there():
    wanted = {name for line in EXPECTED_NAMES.strip().splitlines() for name in line.split("|")}
    assert wanted - BUILTINS.keys() == set()


@pytest.mark.parametrize("name", sorted(BUILTINS))
@pytest.mark.parametrize("arguments", ["", "null", "null, null", "{}, [null]", "-1, -1, -1, -1, -1"])
def test_wrong_arguments_give_a_value_and_no_fault(name: str, arguments: str):
    try:
        parse(f"{name}({arguments})").evaluate({})
    except EvaluationError:
        assert name == "assert"


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ('string join(["a", null, "b"], "-")', "a-b"),
        ("concatenate([1], [2], [3, 4])", [1, 2, 3, 4]),
        ("insert before([1, 3], 2, 2)", [1, 2, 3]),
        ("insert before([1], 3, 2)", None),
        ("remove([1, 2, 3], -1)", [1, 2]),
        ("flatten([[1, [2]], 3])", [1, 2, 3]),
        ("list replace([1, 2, 3], 2, 9)", [1, 9, 3]),
        ("list replace([1, 2, 3], function(old, new) old > 1, 9)", [1, 9, 9]),
        ("sublist([1, 2, 3, 4], -3, 2)", [2, 3]),
        ("partition([1, 2, 3], 2)", [[1, 2], [3]]),
        ('sort(["b", "a"], function(x, y) x < y)', ["a", "b"]),
        ("mean(1, 2, 3)", 2),
        ("median([4, 1, 3, 2])", 2.5),
        ('max("a", "c", "b")', "c"),
        ('min(1, "a")', None),
        ("any(false, null)", None),
        ("union([1], [1, 2])", [1, 2]),
    ],
)
def test_list_functions(expression: str, value: object):
    assert stored(expression) == value


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ('substring("foobar", 3)', "obar"),
        ('substring("foobar", 0)', None),
        ('substring before("foobar", "bar")', "foo"),
        ('substring before("foobar", "x")', ""),
        ('matches("foobar", "^fo*b")', True),
        ('matches("FOO", "foo", "i")', True),
        ('replace("abcd", "(ab)|(a)", "[1=$1][2=$2]")', "[1=ab][2=]cd"),
        ('extract("foo bar", "[a-z]+")', ["foo", "bar"]),
        ('trim("  a b ")', "a b"),
        ('from base64(to base64("接办"))', "接办"),
        ('from base64("%")', None),
        ('string length("接办😀")', 3),
        ('upper case("aBc")', "ABC"),
        ("string(1.5)", "1.5"),
        ("string(null)", None),
        ('string([1, "a", null])', '[1, "a", null]'),
        ('number("1,5")', None),
        ('number("1 000.5", " ", ".")', 1000.5),
        ('from json("{\\"a\\": [1, 2.5]}").a', [1, 2.5]),
        ('from json("NaN")', None),
        ('from json("{")', None),
        ('to json({a: [1, null, "x"]})', '{"a":[1,null,"x"]}'),
    ],
)
def test_text_and_conversion_functions(expression: str, value: object):
    assert stored(expression) == value


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("round half up(5.5, 0)", 6),
        ("round half down(5.5, 0)", 5),
        ("round up(1.121, 2)", 1.13),
        ("round down(-1.126, 2)", -1.12),
        ("floor(-1.56, 1)", -1.6),
        ("decimal(1/3, 2)", 0.33),
        ('decimal(1.25, 1, "unnecessary")', None),
        ('decimal(1, 0, "NO SUCH MODE")', None),
        ("modulo(12, -5)", -3),
        ("modulo(1, 0)", None),
        ("sqrt(16)", 4),
        ("sqrt(-1)", None),
        ("log(0)", None),
        ("odd(-3)", True),
        ("even(2.5)", False),
        ("random number() < 1", True),
        ('context put({a: 1}, "b", 2)', {"a": 1, "b": 2}),
        ('get value({a: {b: 1}}, ["a", "b"])', 1),
        ("get or else(missing, 5)", 5),
    ],
)
def test_number_and_context_functions(expression: str, value: object):
    assert stored(expression) == value


def test_a_false_assertion_ends_the_evaluation():
    with pytest.raises(EvaluationError, match="too early"):
        parse('assert(1, 1 > 2, "too early")').evaluate({})


def test_the_reason_of_a_null_is_told():
    warnings: list[str] = []
    assert parse("x + nowhere(1)").evaluate({}, warnings=warnings) is None
    assert warnings == [
        "[NO_VARIABLE_FOUND] No variable found with name 'x'",
        "[NO_FUNCTION_FOUND] No function found with name 'nowhere' and 1 parameters",
        "[INVALID_TYPE] Can't add 'null' to 'null'",
    ]
