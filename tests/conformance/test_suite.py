"""The suite against the embedded engine over the network, with searches at once and searches that are late."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.conformance.case import CASES, FILES, case_names, load_case
from tests.conformance.observations import OBSERVATIONS
from tests.conformance.steps import STEPS
from tests.conformance.suite import run_cases
from tests.conformance.target import Target, connected
from tests.engine_server import running_engine


@pytest.mark.parametrize("search_lag_ms", [0, 1500])
async def test_the_engine_gives_what_8_8_gives(tmp_path: Path, search_lag_ms: int) -> None:
    """C11: the same cases as against any other address."""
    with running_engine(tmp_path / "engine", search_lag_ms) as engine:
        async with connected(engine.grpc_address, engine.rest_address, 20.0) as target:
            differences = await run_cases(target, case_names())
    assert not differences, "\n".join(str(difference) for difference in differences)


async def test_the_suite_leaves_nothing_running(tmp_path: Path) -> None:
    names = ["cancel", "job_held", "multi_instance_no_list", "set_variables"]
    with running_engine(tmp_path / "engine") as engine:
        async with connected(engine.grpc_address, engine.rest_address, 10.0) as target:
            assert await run_cases(target, names) == []
        open_instances = "SELECT count(*) FROM process_instance WHERE ended_at IS NULL"
        assert engine.runtime.read().execute(open_instances)[0][0] == 0


async def test_counters_of_elements_equal_the_rows_they_count(tmp_path: Path) -> None:
    """Over everything that the suite does, clean-up and all: without a filter and with one that all meet."""
    with running_engine(tmp_path / "engine") as engine:
        async with connected(engine.grpc_address, engine.rest_address, 20.0) as target:
            await run_cases(target, case_names())
            definitions = await target.search("/process-definitions")
            counted = [await counts_of(target, item["processDefinitionKey"], {}) for item in definitions]
            everything = {"startDate": {"$gte": "1970-01-01T00:00:00Z"}}
            added_up = [
                await counts_of(target, item["processDefinitionKey"], everything) for item in definitions
            ]
    assert sum(len(counts) for counts in counted) > 150
    assert counted == added_up


async def counts_of(target: Target, key: str, conditions: object) -> list[dict[str, Any]]:
    """The tokens per element of a definition, but of elements that have none."""
    path = f"/process-definitions/{key}/statistics/element-instances"
    _, answer = await target.rest("POST", path, {"filter": conditions})
    columns = ("active", "canceled", "incidents", "completed")
    return [item for item in answer["items"] if any(item[column] for column in columns)]


@pytest.mark.parametrize("name", case_names())
def test_a_case_names_its_rule_and_uses_known_steps_and_observations(name: str) -> None:
    case = load_case(name, "run")
    assert case.rule
    for step in case.steps:
        assert set(step) - {"answer"} <= set(STEPS)
    for wanted in case.expect.values():
        assert set(wanted) <= set(OBSERVATIONS)


def test_every_file_belongs_to_a_case() -> None:
    used = {file for name in case_names() for file in load_case(name, "run").files}
    assert {path.name for path in FILES.iterdir()} == used
    assert len(list(CASES.iterdir())) >= 40
