"""Input entries and outputs of decision tables."""

from __future__ import annotations

from typing import Any

import pytest

from tests.engine_dmn.deciding import decide, failure, outcome
from tests.engine_dmn.tables import decision, dmn, literal, table

TESTS: list[tuple[str, Any, bool]] = [
    ("", 1, True),
    ("-", None, True),
    ("5", 5, True),
    ("5", 6, False),
    ("< 10", 9, True),
    ("< 10", None, False),
    ("[1..5]", 5, True),
    ("[1..5)", 5, False),
    ('"a","b"', "b", True),
    ('not("a","b")', "c", True),
    ("not(< 3)", 2, False),
    ("true", True, True),
    ("true", False, False),
    ("null", None, True),
    ("? > limit", 9, True),
    ("limit", 8, True),
    ("list contains(known, ?)", 3, True),
    ("known", 3, True),
    ('starts with(?, "投")', "投诉", True),
]


@pytest.mark.parametrize(("test", "value", "matches"), TESTS)
def test_input_entry(test: str, value: Any, matches: bool) -> None:
    logic = table("UNIQUE", ("x",), ("y",), ((test,), ('"hit"',)))
    assert decide(logic, x=value, limit=8, known=[3]) == ("hit" if matches else None)


def test_a_rule_needs_all_its_entries() -> None:
    logic = table("UNIQUE", ("a", "b"), ("y",), (("1", "2"), ('"hit"',)))
    assert decide(logic, a=1, b=2) == "hit"
    assert decide(logic, a=1, b=3) is None


def test_inputs_are_expressions_and_a_missing_variable_is_null() -> None:
    logic = table("UNIQUE", ("a.b + 1",), ("y",), (("3",), ('"three"',)), (("null",), ('"nothing"',)))
    assert decide(logic, a={"b": 2}) == "three"
    assert decide(logic) == "nothing"


def test_outputs_are_expressions_over_the_variables() -> None:
    logic = table("UNIQUE", ("x",), ("y", "z"), (("-",), ("x + 1", '{"n": x}')))
    assert decide(logic, x=1) == {"y": 2, "z": {"n": 1}}


def test_table_without_inputs_gives_its_outputs() -> None:
    assert decide(table("FIRST", (), ("y",), ((), ("1",)))) == 1


def test_failed_assert_fails_the_decision() -> None:
    assert "x must be set" in failure(literal('assert(x, x != null, "x must be set")'))


@pytest.mark.parametrize(
    ("type_name", "text", "fits"),
    [
        ("number", "1", True),
        ("number", '"1"', False),
        ("string", '"1"', True),
        ("feel:string", "1", False),
        ("boolean", "1 = 1", True),
        ("date", '@"2026-09-01"', True),
        ("date", '"2026-09-01"', False),
        ("dayTimeDuration", '@"P1D"', True),
        ("number", "null", True),
        ("Any", "1", True),
        ("own type", '"1"', True),
    ],
)
def test_result_has_the_declared_type(type_name: str, text: str, fits: bool) -> None:
    file = dmn(decision("d", literal(text), variable="v", type_name=type_name))
    assert (outcome(file, "d").failed is None) is fits


def test_trace_names_inputs_and_matched_rules_with_their_outputs() -> None:
    rows = [(("> 1",), ('"a"',)), (("> 5",), ('"b"',)), (("> 2",), ('"c"',))]
    found = outcome(dmn(decision("d", table("COLLECT", ("x",), ("y",), *rows))), "d", x=3).evaluated[0]
    assert [(given.column.id, given.column.name, given.value) for given in found.inputs] == [
        ("in0", "问 x", 3)
    ]
    assert [(match.rule.id, match.index) for match in found.rules] == [("rule1", 1), ("rule3", 3)]
    assert [[value for _, value in match.outputs] for match in found.rules] == [["a"], ["c"]]


def test_trace_of_a_first_table_holds_only_the_rule_that_counts() -> None:
    rows = [(("> 1",), ('"a"',)), (("> 2",), ('"b"',))]
    found = outcome(dmn(decision("d", table("FIRST", ("x",), ("y",), *rows))), "d", x=3).evaluated[0]
    assert [match.rule.id for match in found.rules] == ["rule1"]


def test_trace_of_a_failed_table_still_names_its_rules() -> None:
    rows = [(("-",), ('"a"',)), (("-",), ('"b"',))]
    found = outcome(dmn(decision("d", table("UNIQUE", ("x",), ("y",), *rows))), "d", x=3)
    assert found.result is None
    assert [match.rule.id for match in found.evaluated[0].rules] == ["rule1", "rule2"]
