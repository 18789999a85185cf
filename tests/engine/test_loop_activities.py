"""Each activity in a loop, and the events around it."""

from __future__ import annotations

import pytest

from engine.core.commands import CancelInstance, CompleteJob, CompleteUserTask, SetVariables
from engine.state.element_instance import ElementInstance
from engine.state.user_task import UserTask
from tests.engine.diagrams import (
    call,
    chain,
    diagram,
    end,
    escalation,
    escalation_boundary,
    io,
    listener,
    message,
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
from tests.engine.loop_diagrams import NAMES, around
from tests.engine.rule_diagrams import loop, looped, rule, script


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


def test_rule_tasks_of_a_loop_decide_for_each_item(engine: Driver) -> None:
    around(engine, looped(rule("x", "none"), loop()))
    engine.create(items=[1])
    assert engine.incident().error_type == "CALLED_DECISION_ERROR"
