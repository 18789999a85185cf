"""Multi-instance activities: all at once or one after the other, with their variables."""

from __future__ import annotations

from typing import Any

import pytest

from engine.core.commands import CompleteJob, ResolveIncident, SetVariables
from engine.processing.core import Core
from engine.state.element_instance import ElementInstance
from engine.state.element_statistic import ElementStatistic
from engine.state.job import Job
from tests.engine.diagrams import (
    io,
    service,
)
from tests.engine.driver import Driver
from tests.engine.loop_diagrams import NAMES, around
from tests.engine.rule_diagrams import loop, looped
from tests.engine.shadow import Shadow


def own(engine: Driver, job: Any) -> dict[str, Any]:
    """The variables that an inner instance has for itself."""
    return engine.variables(job.element_instance_key)


def test_each_item_gets_an_instance_with_its_item_and_position(engine: Driver) -> None:
    around(engine, looped(service("x"), loop(**NAMES)))
    key = engine.create(items=["a", "b"])
    jobs = engine.jobs("x")
    assert [own(engine, job) for job in jobs] == [
        {"answer": None, "item": "a", "loopCounter": 1},
        {"answer": None, "item": "b", "loopCounter": 2},
    ]
    body = next(row for row in engine.open(ElementInstance) if row.element_type == "MULTI_INSTANCE_BODY")
    assert body.element_id == "x"
    assert body.scope_key == key
    assert {row.scope_key for row in engine.open(ElementInstance) if row.element_type == "SERVICE_TASK"} == {
        body.key
    }


def test_outputs_are_collected_in_the_order_of_the_items_whoever_is_first(engine: Driver) -> None:
    around(engine, looped(service("x"), loop(**NAMES)))
    key = engine.create(items=[1, 2, 3])
    for job, answer in zip(reversed(engine.jobs("x")), "cba", strict=True):
        engine.run(CompleteJob(job.key, {"answer": answer}))
    assert engine.variables(key) == {"items": [1, 2, 3], "results": ["a", "b", "c"]}
    assert engine.active(key) == ["after"]


def test_collection_is_not_seen_outside_before_the_loop_is_over(engine: Driver) -> None:
    around(engine, looped(service("x"), loop(**NAMES)))
    key = engine.create(items=[1, 2])
    engine.run(CompleteJob(engine.jobs("x")[0].key, {"answer": "a"}))
    assert engine.variables(key) == {"items": [1, 2]}
    (body,) = (row for row in engine.open(ElementInstance) if row.element_type == "MULTI_INSTANCE_BODY")
    assert engine.variables(body.key) == {"results": ["a", None]}


def test_outputs_may_be_expressions(engine: Driver) -> None:
    names = {**NAMES, "output_element": "={n: loopCounter, of: item}"}
    around(engine, looped(service("x"), loop(**names)))
    key = engine.create(items=["a"])
    job = engine.work("x")
    assert own(engine, job) == {"item": "a", "loopCounter": 1}
    assert engine.variables(key)["results"] == [{"n": 1, "of": "a"}]


def test_without_outputs_the_results_of_all_instances_reach_the_scope(engine: Driver) -> None:
    around(engine, looped(service("x"), loop()))
    key = engine.create(items=[1, 2])
    for number, job in enumerate(engine.jobs("x")):
        engine.run(CompleteJob(job.key, {f"y{number}": number}))
    assert engine.variables(key) == {"items": [1, 2], "y0": 0, "y1": 1}


def test_mappings_belong_to_each_instance(engine: Driver) -> None:
    mappings = io(("input", "=item * 10", "ten"), ("output", "=ten + 1", "answer"))
    around(engine, looped(service("x", mappings=mappings), loop(**NAMES)))
    key = engine.create(items=[1, 2])
    for job in engine.jobs("x"):
        engine.run(CompleteJob(job.key))
    assert engine.variables(key)["results"] == [11, 21]


@pytest.mark.parametrize("sequential", [False, True])
def test_empty_collection_completes_at_once_with_an_empty_result(engine: Driver, sequential: bool) -> None:
    around(engine, looped(service("x"), loop(sequential=sequential, **NAMES)))
    key = engine.create(items=[])
    assert engine.active(key) == ["after"]
    assert engine.variables(key)["results"] == []
    assert engine.path(key) == ["start:COMPLETED", "x:COMPLETED", "after:ACTIVE"]


def test_sequential_instances_come_one_after_the_other(engine: Driver) -> None:
    around(engine, looped(service("x"), loop(sequential=True, **NAMES)))
    key = engine.create(items=["a", "b", "c"])
    seen = []
    for answer in (1, 2, 3):
        assert len(engine.jobs("x", timeout=1)) == 1
        engine.advance(10)
        seen.append(own(engine, engine.work("x", answer=answer))["item"])
    assert seen == ["a", "b", "c"]
    assert engine.variables(key)["results"] == [1, 2, 3]
    assert engine.active(key) == ["after"]


def test_sequential_loop_reads_its_collection_anew_for_each_item(engine: Driver) -> None:
    around(engine, looped(service("x"), loop(sequential=True, input_element="item")))
    key = engine.create(items=["a", "b", "c"])
    engine.run(SetVariables(key, {"items": ["a"]}))
    engine.work("x")
    assert engine.active(key) == ["after"]


@pytest.mark.parametrize("value", [None, "text", {"a": 1}, 5])
def test_collection_that_is_no_list_is_an_incident_at_the_body(engine: Driver, value: Any) -> None:
    around(engine, looped(service("x"), loop(**NAMES)))
    key = engine.create(items=value)
    incident = engine.incident()
    assert (incident.error_type, incident.element_id) == ("EXTRACT_VALUE_ERROR", "x")
    assert "to be 'ARRAY'" in incident.error_message
    (statistic,) = (row for row in engine.open(ElementStatistic) if row.element_id == "x")
    assert (statistic.active, statistic.incidents) == (1, 1)
    engine.run(SetVariables(key, {"items": [1]}))
    engine.run(ResolveIncident(incident.key))
    engine.work("x")
    assert engine.active(key) == ["after"]


def test_condition_ends_the_loop_and_the_instances_that_are_left(engine: Driver) -> None:
    around(engine, looped(service("x"), loop(until="=answer = false", **NAMES)))
    key = engine.create(items=[1, 2, 3])
    first, second, _ = engine.jobs("x")
    engine.run(CompleteJob(first.key, {"answer": True}))
    engine.run(CompleteJob(second.key, {"answer": False}))
    assert engine.active(key) == ["after"]
    assert engine.variables(key)["results"] == [True, False, None]
    assert engine.open(Job)[0].type == "after"
    states = [step for step in engine.path(key) if step.startswith("x:")]
    assert sorted(states) == ["x:COMPLETED", "x:COMPLETED", "x:COMPLETED", "x:TERMINATED"]


def test_condition_ends_a_sequential_loop(engine: Driver) -> None:
    around(engine, looped(service("x"), loop(sequential=True, until="=loopCounter = 2", **NAMES)))
    key = engine.create(items=[1, 2, 3])
    engine.work("x", answer="a")
    engine.work("x", answer="b")
    assert engine.active(key) == ["after"]
    assert engine.variables(key)["results"] == ["a", "b", None]


@pytest.mark.parametrize(
    ("condition", "completions"),
    [
        ("numberOfCompletedInstances = 2", 2),
        ("numberOfActiveInstances = 1", 2),
        ("numberOfInstances = 3", 1),
        ("numberOfTerminatedInstances &gt; 0", 3),
        ("numberOfCompletedInstances / numberOfInstances &gt;= 0.5", 2),
        ("count(results[item != null]) = 2", 2),
    ],
)
def test_condition_sees_the_counts_and_the_results(engine: Driver, condition: str, completions: int) -> None:
    around(engine, looped(service("x"), loop(until=f"={condition}", **NAMES)))
    key = engine.create(items=[1, 2, 3])
    done = 0
    for job in engine.jobs("x"):
        if "after" in engine.active(key):
            break
        engine.run(CompleteJob(job.key, {"answer": 1}))
        done += 1
    assert done == completions
    assert not any(name.startswith("numberOf") for name in engine.variables(key))


def test_condition_that_is_no_boolean_is_an_incident_of_the_instance(engine: Driver) -> None:
    around(engine, looped(service("x"), loop(until="=enough", **NAMES)))
    key = engine.create(items=[1, 2])
    first, second = engine.jobs("x")
    engine.run(CompleteJob(first.key, {"answer": 1}))
    incident = engine.incident()
    assert incident.element_instance_key == first.element_instance_key
    assert "'BOOLEAN', but was 'NULL'" in incident.error_message
    engine.run(SetVariables(key, {"enough": False}))
    engine.run(ResolveIncident(incident.key))
    engine.run(CompleteJob(second.key, {"answer": 2}))
    assert engine.variables(key)["results"] == [1, 2]
    assert engine.active(key) == ["after"]


def test_changed_output_collection_is_an_incident_not_a_loss(engine: Driver) -> None:
    around(engine, looped(service("x"), loop(**NAMES)))
    engine.create(items=[1])
    (body,) = (row for row in engine.open(ElementInstance) if row.element_type == "MULTI_INSTANCE_BODY")
    engine.run(SetVariables(body.key, {"results": "gone"}, local=True))
    engine.work("x", answer=1)
    assert "output collection 'results'" in engine.incident().error_message


def test_statistics_count_the_instances_not_the_body(engine: Driver) -> None:
    around(engine, looped(service("x"), loop()))
    engine.create(items=[1, 2, 3])
    engine.run(CompleteJob(engine.jobs("x")[0].key))
    (statistic,) = (row for row in engine.open(ElementStatistic) if row.element_id == "x")
    assert (statistic.active, statistic.completed, statistic.incidents) == (2, 1, 0)


def test_recovered_core_goes_on_in_the_middle_of_a_loop(engine: Driver, shadow: Shadow) -> None:
    around(
        engine, looped(service("x"), loop(sequential=True, until="=numberOfCompletedInstances = 2", **NAMES))
    )
    key = engine.create(items=[1, 2, 3])
    engine.work("x", answer="a")
    engine.core = Core.load(list(shadow.rows(engine.core).values()))
    engine.work("x", answer="b")
    assert engine.active(key) == ["after"]
    assert engine.variables(key)["results"] == ["a", "b", None]
