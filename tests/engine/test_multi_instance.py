"""Multi-instance activities: all at once or one after the other, with their variables (R46)."""

from __future__ import annotations

from typing import Any

import pytest

from engine.processing.commands import (
    CancelInstance,
    CompleteJob,
    CompleteUserTask,
    ResolveIncident,
    SetVariables,
)
from engine.processing.core import Core
from engine.state.element_instance import ElementInstance
from engine.state.element_statistic import ElementStatistic
from engine.state.job import Job
from engine.state.user_task import UserTask
from tests.engine.diagrams import (
    call,
    chain,
    diagram,
    end,
    escalation,
    escalation_boundary,
    flow,
    io,
    listener,
    message,
    node,
    process,
    receive,
    service,
    start,
    sub,
    throw,
    timer_boundary,
    user,
)
from tests.engine.driver import HOUR, Driver
from tests.engine.refusals import faults_of, on_the_way
from tests.engine.rule_diagrams import loop, looped, rule, script
from tests.engine.shadow import Shadow

NAMES = {"input_element": "item", "output_collection": "results", "output_element": "=answer"}


def around(engine: Driver, element: str, *more: str, around: str = "") -> None:
    """Start, the activity `x` with its loop, a service task `after`."""
    parts = (start(), element, service("after"), *more, chain("start", "x", "after"))
    engine.deploy(diagram(around, process("p", *parts)))


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


def test_boundary_event_stands_at_the_body_and_ends_every_instance(engine: Driver) -> None:
    late = timer_boundary("late", "x", "PT1H")
    around(engine, looped(service("x"), loop(**NAMES)), late, service("escape"), chain("late", "escape"))
    key = engine.create(items=[1, 2])
    engine.run(CompleteJob(engine.jobs("x")[0].key, {"answer": 1}))
    engine.advance(HOUR)
    assert engine.active(key) == ["escape"]
    assert engine.variables(key) == {"items": [1, 2]}
    assert engine.path(key).count("late:COMPLETED") == 1


def test_non_interrupting_boundary_event_lets_the_loop_go_on(engine: Driver) -> None:
    late = timer_boundary("late", "x", "PT1H", interrupting=False)
    around(engine, looped(service("x"), loop()), late, service("remind"), chain("late", "remind"))
    key = engine.create(items=[1, 2])
    engine.advance(HOUR)
    assert sorted(engine.active(key)) == ["remind", "x", "x", "x"]


def test_cancelled_instance_ends_body_and_instances(engine: Driver) -> None:
    around(engine, looped(user("x"), loop()))
    key = engine.create(items=[1, 2])
    engine.run(CancelInstance(key))
    assert engine.state(key) == "TERMINATED"
    assert engine.open(ElementInstance) == []
    assert engine.open(UserTask) == []


def test_user_tasks_of_a_loop_are_worked_each_for_itself(engine: Driver) -> None:
    around(engine, looped(user("x", "", listener("canceling", "tidy")), loop(until="=answer = 2", **NAMES)))
    key = engine.create(items=[1, 2])
    first, _ = engine.open(UserTask)
    engine.run(CompleteUserTask(first.key, {"answer": 2}))
    assert engine.active(key).count("x") == 2, "body and the task whose listener still runs"
    engine.work("tidy")
    assert engine.active(key) == ["after"]
    assert engine.variables(key)["results"] == [2, None]


def test_receive_tasks_of_a_loop_take_one_message_each_by_their_key(engine: Driver) -> None:
    """One message moves exactly its own token."""
    around(engine, looped(receive("x", "m"), loop(**NAMES)), around=message("m", "news", "=item"))
    key = engine.create(items=["a", "b", "c"])
    engine.publish("news", "b", answer="B")
    assert engine.active(key).count("x") == 3
    engine.publish("news", "a", answer="A")
    engine.publish("news", "c", answer="C")
    assert engine.variables(key)["results"] == ["A", "B", "C"]


def test_sub_process_of_a_loop_is_a_scope_for_each_item(engine: Driver) -> None:
    inside = sub(
        "x",
        start("s"),
        service("step"),
        end("e"),
        chain("s", "step", "e"),
        mappings=io(("output", "=own", "answer")),
    )
    around(engine, looped(inside, loop(**NAMES)))
    key = engine.create(items=["a", "b"])
    first, second = engine.jobs("step")
    assert [job.variables["item"] for job in (first, second)] == ["a", "b"]
    for job, value in ((second, 2), (first, 1)):
        scope = next(
            row.scope_key for row in engine.open(ElementInstance) if row.key == job.element_instance_key
        )
        engine.run(SetVariables(scope, {"own": value}, local=True))
        engine.run(CompleteJob(job.key))
    assert engine.variables(key)["results"] == [1, 2]


def test_terminate_end_in_a_loop_ends_only_its_own_iteration(engine: Driver) -> None:
    inside = sub("x", start("s"), service("step"), end("e", "terminate"), chain("s", "step", "e"))
    around(engine, looped(inside, loop()))
    key = engine.create(items=[1, 2])
    engine.run(CompleteJob(engine.jobs("step")[0].key))
    assert engine.active(key).count("step") == 1
    engine.advance(2 * HOUR)
    engine.run(CompleteJob(engine.jobs("step")[0].key))
    assert engine.active(key) == ["after"]


def test_call_activity_of_a_loop_calls_for_each_item(engine: Driver) -> None:
    child = process("child", start(), service("step"), end(), chain("start", "step", "end"))
    mappings = io(("input", "=item", "claim"), ("output", "=claim + 1", "answer"))
    element = looped(call("x", "child", mappings), loop(**NAMES))
    parent = process("p", start(), element, service("after"), chain("start", "x", "after"))
    engine.deploy(diagram(child), diagram(parent))
    key = engine.create("p", items=[1, 2])
    assert len(engine.started("child")) == 2
    for job in engine.jobs("step"):
        assert set(job.variables) == {"answer", "claim", "item", "loopCounter"}
        engine.run(CompleteJob(job.key))
    assert engine.variables(key)["results"] == [2, 3]


def test_escalation_out_of_an_iteration_is_caught_at_the_body(engine: Driver) -> None:
    child = process("child", start(), throw("raise", "E"), service("step"), chain("start", "raise", "step"))
    element = looped(call("x", "child"), loop())
    caught = escalation_boundary("caught", "x", "E", interrupting=False)
    parts = (
        start(),
        element,
        caught,
        service("told"),
        end(),
        chain("start", "x", "end"),
        chain("caught", "told"),
    )
    engine.deploy(diagram(escalation("E"), child), diagram(escalation("E"), process("p", *parts)))
    key = engine.create("p", items=[1, 2])
    assert engine.active(key).count("told") == 2
    assert len(engine.jobs("step")) == 2


def test_interrupting_escalation_of_one_iteration_ends_all(engine: Driver) -> None:
    inside = sub(
        "x", start("s"), service("step"), throw("raise", "E"), end("e"), chain("s", "step", "raise", "e")
    )
    caught = escalation_boundary("caught", "x", "E")
    parts = (
        start(),
        looped(inside, loop()),
        caught,
        service("told"),
        end(),
        chain("start", "x", "end"),
        chain("caught", "told"),
    )
    engine.deploy(diagram(escalation("E"), process("p", *parts)))
    key = engine.create(items=[1, 2])
    engine.run(CompleteJob(engine.jobs("step")[0].key))
    assert engine.active(key) == ["told"]


@pytest.mark.parametrize("sequential", [False, True])
def test_activities_that_do_not_wait_loop_too(engine: Driver, sequential: bool) -> None:
    element = looped(script("x", "=item * item", "answer"), loop(sequential=sequential, **NAMES))
    around(engine, element)
    key = engine.create(items=[1, 2, 3])
    assert engine.variables(key)["results"] == [1, 4, 9]


def test_loops_nest(engine: Driver) -> None:
    inner = looped(
        script("y", "=n + 1", "up"),
        loop("=item", input_element="n", output_collection="answer", output_element="=up"),
    )
    outer = looped(
        sub("x", start("s"), inner, chain("s", "y"), mappings=io(("output", "=answer", "answer"))),
        loop(**NAMES),
    )
    around(engine, outer)
    key = engine.create(items=[[1, 2], [], [9]])
    assert engine.variables(key)["results"] == [[2, 3], [], [10]]


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


REFUSED = [
    (looped(service("x"), loop("")), "inputCollection is missing"),
    (looped(service("x"), loop("items")), "inputCollection must be an expression"),
    (looped(service("x"), loop("=[1")), "inputCollection"),
    (looped(service("x"), loop(output_collection="r")), "need each other"),
    (looped(service("x"), loop(output_element="=r")), "need each other"),
    (looped(service("x"), loop(input_element="a b")), "inputElement 'a b'"),
    (looped(service("x"), loop(until="true")), "completionCondition must be an expression"),
    (looped(service("x"), "<bpmn:multiInstanceLoopCharacteristics/>"), "zeebe:loopCharacteristics is missing"),
    (looped(service("x"), loop().replace("</bpmn:multi", "<bpmn:loopCardinality/></bpmn:multi")), "loopCardinality"),
    (looped(service("x"), "<bpmn:standardLoopCharacteristics/>"), "standardLoopCharacteristics"),
]  # fmt: skip


@pytest.mark.parametrize(("element", "part"), REFUSED)
def test_incomplete_loop_is_refused_at_its_activity(element: str, part: str) -> None:
    assert part in on_the_way(element)


@pytest.mark.parametrize("tag", ["exclusiveGateway", "intermediateThrowEvent"])
def test_only_activities_can_loop(tag: str) -> None:
    assert "multiInstanceLoopCharacteristics" in on_the_way(looped(node(tag, "x"), loop()))


def test_sub_process_of_a_loop_still_needs_its_start_event() -> None:
    assert "exactly one start event" in on_the_way(looped(sub("x"), loop()))


def test_escalation_boundary_at_a_looped_plain_task_is_refused() -> None:
    found = faults_of(
        start(), looped(service("x"), loop()), escalation_boundary("b", "x", "E"), end(), chain("start", "x", "end"),
        flow("b", "end"), around=escalation("E"),
    )  # fmt: skip
    assert any("needs a sub-process or a call activity" in fault.message for fault in found)


def test_way_back_to_a_loop_needs_another_wait_state() -> None:
    """An empty collection passes straight through, so the loop alone would never rest."""
    gate = node("exclusiveGateway", "g", default="g_end")
    found = faults_of(
        start(),
        looped(user("x"), loop()),
        gate,
        end(),
        chain("start", "x", "g", "end"),
        flow("g", "x", "=again"),
    )
    assert any("loop without a wait state" in fault.message for fault in found)


def test_rule_tasks_of_a_loop_decide_for_each_item(engine: Driver) -> None:
    around(engine, looped(rule("x", "none"), loop()))
    engine.create(items=[1])
    assert engine.incident().error_type == "CALLED_DECISION_ERROR"
