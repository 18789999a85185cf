"""Exclusive and parallel gateways, terminate ends."""

from __future__ import annotations

from engine.core.commands import ResolveIncident, SetVariables
from tests.engine.diagrams import (
    call,
    chain,
    diagram,
    end,
    exclusive,
    flow,
    parallel,
    process,
    service,
    start,
    sub,
    user,
)
from tests.engine.driver import Driver


def deploy_choice(engine: Driver, default: str = "") -> None:
    engine.deploy(
        diagram(
            process(
                "p",
                start(),
                exclusive("gate", default),
                service("a"),
                service("b"),
                service("c"),
                chain("start", "gate"),
                flow("gate", "a", "=x > 10"),
                flow("gate", "b", "=x > 5"),
                flow("gate", "c", "" if default else "=x > 4"),
            )
        )
    )


def test_first_true_condition_in_file_order_wins(engine: Driver) -> None:
    deploy_choice(engine)
    assert engine.active(engine.create(x=20)) == ["a"]
    assert engine.active(engine.create(x=6)) == ["b"]


def test_default_flow_is_taken_when_no_condition_is_true(engine: Driver) -> None:
    deploy_choice(engine, "gate_c")
    assert engine.active(engine.create(x=1)) == ["c"]


def test_no_matching_flow_is_an_incident_that_can_be_resolved(engine: Driver) -> None:
    """T5: incident, set variable, resolve."""
    deploy_choice(engine)
    key = engine.create(x=1)
    incident = engine.incident()
    assert (incident.error_type, incident.element_id) == ("CONDITION_ERROR", "gate")
    engine.run(SetVariables(key, {"x": 7}))
    engine.run(ResolveIncident(incident.key))
    assert engine.active(key) == ["b"]


def test_condition_that_gives_null_is_an_incident_not_false(engine: Driver) -> None:
    """T5b: a missing variable never routes silently."""
    deploy_choice(engine, "gate_c")
    engine.create()
    assert engine.incident().error_type == "EXTRACT_VALUE_ERROR"


def test_fork_starts_all_branches_and_the_join_waits_for_all(engine: Driver) -> None:
    engine.deploy(
        diagram(
            process(
                "p",
                start(),
                parallel("fork"),
                service("a"),
                service("b"),
                parallel("join"),
                service("after"),
                chain("start", "fork", "a", "join", "after"),
                chain("fork", "b", "join"),
            )
        )
    )
    key = engine.create()
    assert engine.active(key) == ["a", "b"]
    engine.work("b")
    assert engine.active(key) == ["a"]
    engine.work("a")
    assert engine.active(key) == ["after"]
    assert engine.path(key).count("join:COMPLETED") == 1


def test_second_token_on_one_flow_of_a_join_waits_and_keeps_the_instance_active(engine: Driver) -> None:
    """T14: no token is lost at a join."""
    engine.deploy(
        diagram(
            process(
                "p",
                start(),
                parallel("fork"),
                service("a"),
                service("b"),
                service("c"),
                exclusive("merge"),
                parallel("join"),
                end(),
                chain("start", "fork", "a", "merge", "join", "end"),
                chain("fork", "b", "merge"),
                chain("fork", "c", "join"),
            )
        )
    )
    key = engine.create()
    engine.work("a")
    engine.work("b")
    assert engine.core.state.dump()["rows"]["ElementInstance"][key]["tokens"] == {"join": {"merge_join": 2}}
    engine.work("c")
    assert engine.path(key).count("end:COMPLETED") == 1
    assert (engine.state(key), engine.active(key)) == ("ACTIVE", [])


def test_terminate_end_ends_the_other_tokens_and_completes_its_scope(engine: Driver) -> None:
    engine.deploy(
        diagram(
            process(
                "p",
                start(),
                sub(
                    "frame",
                    start("s2"),
                    parallel("fork"),
                    user("watch"),
                    service("work"),
                    end("e1"),
                    end("stop", "terminate"),
                    chain("s2", "fork", "watch", "e1"),
                    chain("fork", "work", "stop"),
                ),
                service("after"),
                chain("start", "frame", "after"),
            )
        )
    )
    key = engine.create()
    engine.work("work")
    assert engine.active(key) == ["after"]
    assert "watch:TERMINATED" in engine.path(key)
    assert "frame:COMPLETED" in engine.path(key)


def test_terminate_end_stops_a_sibling_that_was_just_about_to_move_on(engine: Driver) -> None:
    engine.deploy(
        diagram(
            process(
                "p",
                start(),
                parallel("fork"),
                end("stop", "terminate"),
                exclusive("straight"),
                service("never"),
                chain("start", "fork", "stop"),
                chain("fork", "straight", "never"),
            )
        )
    )
    key = engine.create()
    assert (engine.state(key), engine.active()) == ("COMPLETED", [])


def test_terminate_end_in_a_called_process_lets_the_caller_go_on(engine: Driver) -> None:
    child = process(
        "child",
        start(),
        parallel("fork"),
        user("watch"),
        service("work"),
        end("e1"),
        end("stop", "terminate"),
        chain("start", "fork", "watch", "e1"),
        chain("fork", "work", "stop"),
    )
    parent = process("p", start(), call("call", "child"), service("after"), chain("start", "call", "after"))
    engine.deploy(diagram(child), diagram(parent))
    key = engine.create()
    engine.work("work")
    assert engine.active() == ["after"]
    assert engine.state(engine.started("child")[0]) == "COMPLETED"
    assert "call:COMPLETED" in engine.path(key)


def test_terminate_end_drops_tokens_that_wait_at_a_join(engine: Driver) -> None:
    engine.deploy(
        diagram(
            process(
                "p",
                start(),
                parallel("fork"),
                service("a"),
                service("b"),
                service("c"),
                parallel("join"),
                end(),
                end("stop", "terminate"),
                chain("start", "fork", "a", "join", "end"),
                chain("fork", "b", "join"),
                chain("fork", "c", "stop"),
            )
        )
    )
    key = engine.create()
    engine.work("a")
    engine.work("c")
    assert engine.state(key) == "COMPLETED"
    assert "b:TERMINATED" in engine.path(key)


def test_loop_leaves_only_history(engine: Driver) -> None:
    """T6: ended element instances do not stay in memory."""
    engine.deploy(
        diagram(
            process(
                "p",
                start(),
                exclusive("merge"),
                service("again"),
                exclusive("gate", "gate_merge"),
                end(),
                chain("start", "merge", "again", "gate"),
                flow("gate", "merge"),
                flow("gate", "end", "=done"),
            )
        )
    )
    key = engine.create(done=False)
    for _ in range(20):
        engine.work("again")
    assert engine.active(key) == ["again"]
    engine.work("again", done=True)
    assert engine.state(key) == "COMPLETED"
