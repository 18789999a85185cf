"""Scopes and mappings: what is visible where and what leaves an element."""

from __future__ import annotations

from engine.core.commands import CompleteUserTask, ResolveIncident, SetVariables
from tests.engine.diagrams import (
    chain,
    diagram,
    end,
    exclusive,
    flow,
    io,
    node,
    parallel,
    process,
    service,
    start,
    sub,
    timer_boundary,
    user,
)
from tests.engine.driver import DAY, Driver


def deploy_task(engine: Driver, *mappings: tuple[str, str, str]) -> None:
    engine.deploy(
        diagram(
            process("p", start(), service("work", "", io(*mappings)), end(), chain("start", "work", "end"))
        )
    )


def test_input_mappings_make_locals_and_see_earlier_ones(engine: Driver) -> None:
    deploy_task(engine, ("input", "=a + 1", "b"), ("input", "=b + 1", "c"), ("input", "text", "d"))
    key = engine.create(a=1)
    assert engine.jobs("work")[0].variables == {"a": 1, "b": 2, "c": 3, "d": "text"}
    assert engine.variables(key) == {"a": 1}


def test_missing_input_source_is_null(engine: Driver) -> None:
    deploy_task(engine, ("input", "=nothing", "b"))
    engine.create()
    assert engine.jobs("work")[0].variables == {"b": None}


def test_nested_input_target_replaces_the_whole_local(engine: Driver) -> None:
    deploy_task(engine, ("input", "=1", "doc.a"), ("input", "=2", "doc.b.c"))
    engine.create(doc={"old": True})
    assert engine.jobs("work")[0].variables["doc"] == {"a": 1, "b": {"c": 2}}


def test_result_without_output_mappings_goes_up(engine: Driver) -> None:
    deploy_task(engine)
    key = engine.create(a=1)
    engine.work("work", a=2, b=3)
    assert engine.variables(key) == {"a": 2, "b": 3}


def test_name_that_an_input_made_local_swallows_the_result(engine: Driver) -> None:
    deploy_task(engine, ("input", "=a", "a"))
    key = engine.create(a=1)
    engine.work("work", a=2)
    assert engine.variables(key) == {"a": 1}


def test_output_mappings_let_only_their_targets_out(engine: Driver) -> None:
    deploy_task(engine, ("output", "=found * 2", "double"), ("output", "=double + 1", "more"))
    key = engine.create()
    engine.work("work", found=2, noise=1)
    assert engine.variables(key) == {"double": 4, "more": 5}


def test_nested_output_target_keeps_its_siblings(engine: Driver) -> None:
    deploy_task(engine, ("output", "=x", "doc.a"))
    key = engine.create(doc={"a": 0, "b": 1})
    engine.work("work", x=7)
    assert engine.variables(key) == {"doc": {"a": 7, "b": 1}}


def test_sub_process_writes_to_the_nearest_scope_that_has_the_name(engine: Driver) -> None:
    engine.deploy(
        diagram(
            process(
                "p",
                start(),
                sub(
                    "frame",
                    start("s2"),
                    service("inner"),
                    end("e2"),
                    chain("s2", "inner", "e2"),
                    mappings=io(("input", "=0", "kept"), ("output", "=kept", "lifted")),
                ),
                end(),
                chain("start", "frame", "end"),
            )
        )
    )
    key = engine.create()
    engine.work("inner", kept=5, free=6)
    assert engine.variables(key) == {"free": 6, "lifted": 5}


def test_timer_branch_is_seen_by_the_main_path(engine: Driver) -> None:
    """T1: a variable set on a non-interrupting timer branch decides the gateway of the main path."""
    engine.deploy(
        diagram(
            process(
                "p",
                start(),
                user("investigate"),
                timer_boundary("late", "investigate", "P5D", interrupting=False),
                service("escalate"),
                end("e1"),
                exclusive("gate", "gate_slow"),
                service("fast"),
                service("slow"),
                end(),
                chain("start", "investigate", "gate"),
                chain("late", "escalate", "e1"),
                flow("gate", "fast", "=escalated"),
                flow("gate", "slow"),
                chain("fast", "end"),
                flow("slow", "end"),
            )
        )
    )
    key = engine.create(escalated=False)
    engine.advance(5 * DAY)
    engine.work("escalate", escalated=True)
    engine.run(CompleteUserTask(engine.task().key))
    assert engine.active(key) == ["fast"]


FORK = diagram(
    process(
        "p",
        start(),
        parallel("fork"),
        service("a"),
        service("b"),
        parallel("join"),
        end(),
        chain("start", "fork", "a", "join", "end"),
        chain("fork", "b", "join"),
    )
)


def test_parallel_branch_reads_what_the_other_wrote(engine: Driver) -> None:
    """T2: there is one process scope, no copy per branch."""
    engine.deploy(FORK)
    engine.create()
    engine.work("a", seen=1)
    assert engine.jobs("b")[0].variables == {"seen": 1}


def test_last_write_wins_without_merging(engine: Driver) -> None:
    """T2b: documents are replaced, not merged deeply."""
    engine.deploy(FORK)
    key = engine.create()
    engine.work("a", doc={"k": "a", "only_a": 1})
    engine.work("b", doc={"k": "b"})
    assert engine.variables(key) == {"doc": {"k": "b"}}


def test_failed_mapping_is_an_incident_that_applies_all_mappings_again(engine: Driver) -> None:
    deploy_task(engine, ("input", "=a", "b"), ("input", "=assert(c, c != null)", "d"))
    key = engine.create(a=1)
    incident = engine.incident()
    assert (incident.error_type, incident.element_id) == ("IO_MAPPING_ERROR", "work")
    engine.run(SetVariables(key, {"a": 2, "c": 3}))
    engine.run(ResolveIncident(incident.key))
    assert engine.jobs("work")[0].variables == {"a": 2, "b": 2, "c": 3, "d": 3}


def test_failed_output_mapping_keeps_the_result(engine: Driver) -> None:
    deploy_task(engine, ("output", "=assert(x, ok)", "y"))
    key = engine.create(ok=False)
    engine.work("work", x=9)
    engine.run(SetVariables(key, {"ok": True}))
    engine.run(ResolveIncident(engine.incident().key))
    assert (engine.state(key), engine.variables(key)) == ("COMPLETED", {"ok": True, "y": 9})


def test_mappings_of_a_throw_event_are_applied(engine: Driver) -> None:
    event = node("intermediateThrowEvent", "note", "", io(("input", "=1", "a"), ("output", "=a", "b")))
    engine.deploy(diagram(process("p", start(), event, end(), chain("start", "note", "end"))))
    assert engine.variables(engine.create()) == {"b": 1}
