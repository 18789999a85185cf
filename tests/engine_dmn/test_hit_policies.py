"""Each hit policy with the results that DMN 1.3 gives."""

from __future__ import annotations

import pytest

from tests.engine_dmn.deciding import decide, failure
from tests.engine_dmn.tables import table

# Discounts by age of the contract: rules 1 and 2 overlap for 5 to 9 years, rules 2 and 3 from 10 on.
OVERLAP = ((("< 10",), ("5",)), ((">= 5",), ("10",)), ((">= 10",), ("20",)))


def discounts(policy: str, aggregation: str = "", **names: dict[str, str]) -> str:
    return table(policy, ("years",), ("discount",), *OVERLAP, aggregation=aggregation, **names)


def routes(policy: str, values: dict[str, str] | None = None, aggregation: str = "") -> str:
    """Two outputs; every rule matches."""
    rows = [
        (("-",), ('"review"', '"low"')),
        (("-",), ('"refuse"', '"low"')),
        (("-",), ('"accept"', '"high"')),
        (("-",), ('"refuse"', '"high"')),
    ]
    return table(policy, ("x",), ("route", "risk"), *rows, values=values, aggregation=aggregation)


def test_unique_gives_the_only_match() -> None:
    assert decide(discounts("UNIQUE"), years=3) == 5


def test_unique_is_the_policy_of_a_table_that_names_none() -> None:
    assert "UNIQUE" in failure(discounts(""), years=7)


def test_unique_with_two_matches_fails_and_names_both_outputs() -> None:
    text = failure(discounts("UNIQUE"), years=7)
    assert text == "multiple values aren't allowed for UNIQUE hit policy. found: '[5, 10]'"


def test_first_gives_the_first_match_in_the_order_of_the_rules() -> None:
    assert decide(discounts("FIRST"), years=7) == 5
    assert decide(discounts("FIRST"), years=12) == 10


def test_any_gives_the_output_that_all_matches_share() -> None:
    shared = table("ANY", ("x",), ("y",), (("> 1",), ('"a"',)), (("> 2",), ('"a"',)), (("> 9",), ('"b"',)))
    assert decide(shared, x=3) == "a"


def test_any_with_different_outputs_fails() -> None:
    text = failure(discounts("ANY"), years=7)
    assert text == "different values aren't allowed for ANY hit policy. found: '[5, 10]'"


def test_any_compares_all_outputs() -> None:
    logic = table("ANY", ("x",), ("a", "b"), (("-",), ("1", "2")), (("-",), ("1", "3")))
    assert "different values" in failure(logic)


def test_priority_gives_the_match_whose_value_is_listed_first() -> None:
    assert decide(discounts("PRIORITY", values={"discount": "20, 10, 5"}), years=12) == 20
    assert decide(discounts("PRIORITY", values={"discount": "5, 10, 20"}), years=12) == 10


def test_priority_goes_by_the_first_output_then_by_the_next() -> None:
    order = {"route": '"refuse","review","accept"', "risk": '"high","low"'}
    assert decide(routes("PRIORITY", order)) == {"route": "refuse", "risk": "high"}


def test_output_order_lists_the_matches_by_the_order_of_the_values() -> None:
    assert decide(discounts("OUTPUT ORDER", values={"discount": "20, 10, 5"}), years=12) == [20, 10]
    order = {"route": '"refuse","review","accept"', "risk": '"high","low"'}
    listed = decide(routes("OUTPUT ORDER", order))
    assert [(row["route"], row["risk"]) for row in listed] == [
        ("refuse", "high"),
        ("refuse", "low"),
        ("review", "low"),
        ("accept", "high"),
    ]


def test_a_list_of_more_than_ten_values_is_ordered_by_place_not_by_digits() -> None:
    rows = [(("-",), (str(number),)) for number in (11, 2, 10, 1)]
    ranking = ", ".join(str(number) for number in range(12, 0, -1))
    assert decide(table("OUTPUT ORDER", ("x",), ("y",), *rows, values={"y": ranking})) == [11, 10, 2, 1]


def test_a_value_that_is_not_listed_comes_last() -> None:
    assert decide(discounts("OUTPUT ORDER", values={"discount": "20"}), years=12) == [20, 10]


def test_rule_order_lists_the_matches_in_the_order_of_the_rules() -> None:
    assert decide(discounts("RULE ORDER"), years=7) == [5, 10]


def test_collect_lists_the_matches() -> None:
    assert decide(discounts("COLLECT"), years=7) == [5, 10]
    assert len(decide(routes("COLLECT"))) == 4


@pytest.mark.parametrize(("aggregation", "result"), [("SUM", 15), ("COUNT", 2), ("MIN", 5), ("MAX", 10)])
def test_collect_aggregates(aggregation: str, result: int) -> None:
    assert decide(discounts("COLLECT", aggregation), years=7) == result


def test_sum_keeps_decimals_exact() -> None:
    rows = [(("-",), ("0.1",)), (("-",), ("0.2",))]
    logic = table("COLLECT", ("x",), ("y",), *rows, aggregation="SUM")
    assert decide(logic) == 0.3


@pytest.mark.parametrize("aggregation", ["SUM", "MIN", "MAX"])
def test_aggregation_of_anything_but_numbers_fails(aggregation: str) -> None:
    logic = table("COLLECT", ("x",), ("y",), (("-",), ('"a"',)), aggregation=aggregation)
    assert failure(logic) == "expected number but found 'a'"


ALL_POLICIES = ["UNIQUE", "FIRST", "ANY", "PRIORITY", "OUTPUT ORDER", "RULE ORDER", "COLLECT"]


@pytest.mark.parametrize("policy", ALL_POLICIES)
def test_without_a_match_the_result_is_null(policy: str) -> None:
    assert decide(table(policy, ("x",), ("y",), (("> 5",), ("1",))), x=1) is None


@pytest.mark.parametrize("policy", ALL_POLICIES)
def test_without_a_match_the_default_output_is_the_result(policy: str) -> None:
    logic = table(policy, ("x",), ("y",), (("> 5",), ("1",)), defaults={"y": "x * 2"})
    assert decide(logic, x=4) == 8
    matched = decide(logic, x=6)
    assert matched in (1, [1])


def test_several_default_outputs_make_a_context() -> None:
    logic = table("UNIQUE", ("x",), ("a", "b"), (("> 5",), ("1", "2")), defaults={"a": "7", "b": '"no"'})
    assert decide(logic, x=1) == {"a": 7, "b": "no"}
