"""Random decision tables against their meaning, written down a second time in plain Python."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from engine import feel
from tests.engine_dmn.deciding import outcome
from tests.engine_dmn.tables import Row, decision, dmn, table

POLICIES = ("UNIQUE", "FIRST", "ANY", "PRIORITY", "OUTPUT ORDER", "RULE ORDER", "COLLECT")
AGGREGATIONS = ("", "SUM", "COUNT", "MIN", "MAX")
RANKING = [3, 1, 4, 2]
FAILED = "failed"
Bounds = tuple[int, int]


def meaning(policy: str, aggregation: str, matches: list[int], default: int | None) -> Any:
    """The result of a table with one output, given the outputs of the matching rules in their order."""
    if not matches:
        return default
    ranked = sorted(matches, key=RANKING.index)
    aggregates = {
        "": matches,
        "SUM": sum(matches),
        "COUNT": len(matches),
        "MIN": min(matches),
        "MAX": max(matches),
    }
    results: dict[str, Any] = {
        "UNIQUE": matches[0] if len(matches) == 1 else FAILED,
        "FIRST": matches[0],
        "ANY": matches[0] if len(set(matches)) == 1 else FAILED,
        "PRIORITY": ranked[0],
        "OUTPUT ORDER": ranked,
        "RULE ORDER": matches,
        "COLLECT": aggregates[aggregation],
    }
    return results[policy]


def grow(random: Random) -> tuple[list[tuple[Bounds, Bounds, int]], list[Row]]:
    """Rules as numbers and as cells: two ranges and an output each."""
    rules = [(_range(random), _range(random), random.choice(RANKING)) for _ in range(random.randint(0, 6))]
    cells: list[Row] = [((_cell(random, a), _cell(random, b)), (str(output),)) for a, b, output in rules]
    return rules, cells


def _range(random: Random) -> Bounds:
    low = random.randint(0, 5)
    return low, low + random.randint(2, 7)


def _cell(random: Random, bounds: Bounds) -> str:
    """One of several ways to write the same whole numbers."""
    low, high = bounds
    return random.choice(
        [
            f"[{low}..{high}]",
            f"({low - 1}..{high + 1})",
            ",".join(str(number) for number in range(low, high + 1)),
            f"not(< {low}, > {high})",
            f"? >= {low} and ? <= {high}",
        ]
    )


@pytest.mark.parametrize("policy", POLICIES)
def test_random_tables_mean_what_they_say(policy: str) -> None:
    random = Random(f"tables {policy}")  # noqa: S311  # repeatable, guards nothing
    hits = failures = 0
    for _ in range(150):
        aggregation = random.choice(AGGREGATIONS) if policy == "COLLECT" else ""
        default = random.choice([None, 7])
        rules, cells = grow(random)
        file = _file(policy, aggregation, cells, default)
        a, b = random.randint(0, 8), random.randint(0, 8)
        matches = [out for (l1, h1), (l2, h2), out in rules if l1 <= a <= h1 and l2 <= b <= h2]
        wanted = meaning(policy, aggregation, matches, default)
        found = outcome(file, "d", a=a, b=b)
        seen = FAILED if found.failed is not None else feel.to_json(found.result)
        assert seen == wanted, (file.decode(), a, b)
        hits += len(matches) > 1
        failures += wanted == FAILED
    assert hits >= 20, "several rules at once are what hit policies are for"
    assert (failures > 0) == (policy in ("UNIQUE", "ANY"))


def _file(policy: str, aggregation: str, cells: list[Row], default: int | None) -> bytes:
    logic = table(
        policy,
        ("a", "b"),
        ("y",),
        *cells,
        aggregation=aggregation,
        values={"y": ", ".join(str(value) for value in RANKING)},
        defaults={"y": str(default)} if default is not None else None,
    )
    return dmn(decision("d", logic))
