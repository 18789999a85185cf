"""Decisions that require other decisions."""

from __future__ import annotations

from engine import feel
from tests.engine_dmn.deciding import outcome
from tests.engine_dmn.tables import decision, dmn, literal, table

SHIPPING = dmn(
    decision("fee", table("FIRST", ("size", "level"), ("fee",), (('"big"', "> 1"), ("90",)), (("-", "-"), ("10",))),
             "size", "grade"),
    decision("size", literal('if weight > 20 then "big" else "small"')),
    decision("grade", literal("weight + 0"), variable="level", type_name="number"),
)  # fmt: skip


def test_required_decisions_are_evaluated_first_and_seen_by_variable_or_id() -> None:
    """HS-42: the result is that of the decision that was asked for, which comes last."""
    found = outcome(SHIPPING, "fee", weight=30)
    assert feel.to_json(found.result) == 90
    assert [entry.decision.id for entry in found.evaluated] == ["size", "grade", "fee"]


def test_a_decision_is_evaluated_without_those_that_it_does_not_require() -> None:
    found = outcome(SHIPPING, "size", weight=1)
    assert (found.result, len(found.evaluated)) == ("small", 1)


def test_shared_requirement_is_evaluated_once() -> None:
    file = dmn(
        decision("top", literal("left + right"), "left", "right"),
        decision("left", literal("base + 1"), "base"),
        decision("right", literal("base + 2"), "base"),
        decision("base", literal("10")),
    )
    found = outcome(file, "top")
    assert feel.to_json(found.result) == 23
    assert [entry.decision.id for entry in found.evaluated] == ["base", "left", "right", "top"]


def test_result_of_a_requirement_hides_a_variable_of_that_name() -> None:
    file = dmn(decision("top", literal("base"), "base"), decision("base", literal("1")))
    assert feel.to_json(outcome(file, "top", base=9).result) == 1


def test_failed_requirement_ends_the_evaluation_and_is_named() -> None:
    file = dmn(
        decision("top", literal("1"), "base"),
        decision("base", table("UNIQUE", (), ("y",), ((), ("1",)), ((), ("2",)))),
    )
    found = outcome(file, "top")
    assert found.failed is not None
    assert (found.failed.decision.id, len(found.evaluated)) == ("base", 1)
    assert found.result is None


def test_long_chain_of_requirements_is_evaluated_without_recursion() -> None:
    links = [decision(f"d{n}", literal(f"d{n - 1} + 1"), f"d{n - 1}") for n in range(1, 400)]
    found = outcome(dmn(decision("d0", literal("0")), *links), "d399")
    assert feel.to_json(found.result) == 399


def test_a_decision_sees_only_the_results_that_it_requires_itself() -> None:
    """Neither what another branch gave nor what lies behind a requirement, as on Zeebe."""
    beside = dmn(
        decision("top", literal("right"), "left", "right"),
        decision("left", literal("1")),
        decision("right", literal("left")),
    )
    assert outcome(beside, "top").result is None
    assert feel.to_json(outcome(beside, "top", left=7).result) == 7
    behind = dmn(
        decision("top", literal("base"), "middle"),
        decision("middle", literal("base"), "base"),
        decision("base", literal("1")),
    )
    assert outcome(behind, "top").result is None
    assert feel.to_json(outcome(behind, "top", base=7).result) == 7


def test_entries_of_a_table_see_the_results_that_it_requires() -> None:
    logic = table("UNIQUE", ("level",), ("y",), (("< limit",), ("limit + level",)))
    file = dmn(
        decision("top", logic, "limit", "level"),
        decision("limit", literal("10")),
        decision("level", literal("3")),
    )
    assert feel.to_json(outcome(file, "top", limit=0, level=99).result) == 13
