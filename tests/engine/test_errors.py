"""BPMN errors: thrown by jobs and end events, caught by the nearest scope, through call activities."""

from __future__ import annotations

import pytest

from engine.core.commands import ResolveIncident, ThrowError, UpdateJob
from engine.state.job import Job
from tests.engine.diagrams import (
    boundary,
    call,
    chain,
    diagram,
    end,
    error,
    event,
    event_sub,
    io,
    message,
    node,
    parallel,
    process,
    service,
    start,
    sub,
    timer_boundary,
)
from tests.engine.driver import HOUR, Driver

E, F = error("E"), error("F")
BY_E, BY_F, BY_ANY = event("error", errorRef="R_E"), event("error", errorRef="R_F"), event("error")


def caught(name: str, host: str, definition: str, mappings: str = "") -> str:
    return (
        boundary(f"at_{name}", host, definition, mappings=mappings)
        + service(f"on_{name}")
        + chain(f"at_{name}", f"on_{name}")
    )


def error_end(node_id: str, code: str = "E") -> str:
    return node("endEvent", node_id, event("error", errorRef=f"R_{code}"))


def throw(engine: Driver, code: str, **variables: object) -> None:
    engine.run(ThrowError(engine.jobs("work")[0].key, code, "broken", variables))


WORK = (start(), service("work"), end(), chain("start", "work", "end"))


def test_boundary_of_the_task_catches_what_its_job_throws(engine: Driver) -> None:
    engine.deploy(diagram(E, process("p", *WORK, caught("e", "work", BY_E))))
    key = engine.create()
    throw(engine, "E", cause="paper")
    assert engine.active(key) == ["on_e"]
    assert engine.path(key)[1:3] == ["work:TERMINATED", "at_e:COMPLETED"]
    assert engine.variables(key) == {"cause": "paper"}
    (job,) = [job for job in engine.rows(Job) if job.type == "work"]
    assert (job.state, job.error_code, job.error_message) == ("ERROR_THROWN", "E", "broken")


def test_output_mapping_of_the_boundary_decides_what_the_error_brings(engine: Driver) -> None:
    mapped = caught("e", "work", BY_E, io(("output", "=cause", "why")))
    engine.deploy(diagram(E, process("p", *WORK, mapped)))
    key = engine.create()
    throw(engine, "E", cause="paper", secret=1)
    assert engine.variables(key) == {"why": "paper"}


@pytest.mark.parametrize(("code", "name"), [("E", "e"), ("other", "any")])
def test_catch_of_the_code_comes_before_one_of_all_codes(engine: Driver, code: str, name: str) -> None:
    engine.deploy(diagram(E, process("p", *WORK, caught("any", "work", BY_ANY), caught("e", "work", BY_E))))
    engine.create()
    throw(engine, code)
    assert engine.active() == [f"on_{name}"]


def test_uncaught_error_is_an_incident_that_names_what_is_caught(engine: Driver) -> None:
    engine.deploy(diagram(F, process("p", *WORK, caught("f", "work", BY_F))))
    key = engine.create()
    throw(engine, "E")
    incident = engine.incident()
    assert incident.error_type == "UNHANDLED_ERROR_EVENT"
    assert "'E' with message 'broken'" in incident.error_message
    assert "Available error events are [F]" in incident.error_message
    assert engine.jobs("work") == ()
    engine.run(UpdateJob(incident.job_key or 0, retries=1))
    engine.run(ResolveIncident(incident.key))
    throw(engine, "F")
    assert engine.active(key) == ["on_f"]


def frame(*parts: str) -> str:
    return sub("frame", start("s2"), service("work"), end("e2"), chain("s2", "work", "e2"), *parts)


def test_error_climbs_to_the_scope_that_catches_it(engine: Driver) -> None:
    engine.deploy(
        diagram(
            E,
            F,
            process(
                "p",
                start(),
                frame(caught("f", "work", BY_F)),
                chain("start", "frame"),
                caught("e", "frame", BY_E),
            ),
        )
    )
    key = engine.create()
    throw(engine, "E")
    assert engine.active(key) == ["on_e"]
    assert "frame:TERMINATED" in engine.path(key)


def test_event_sub_process_of_a_scope_comes_before_its_boundary(engine: Driver) -> None:
    aside = event_sub("aside", "s3", BY_E, service("on_inside"), chain("s3", "on_inside"))
    engine.deploy(
        diagram(E, process("p", start(), frame(aside), chain("start", "frame"), caught("e", "frame", BY_E)))
    )
    engine.create()
    throw(engine, "E")
    assert engine.active() == ["frame", "aside", "on_inside"]


def test_event_sub_process_does_not_catch_its_own_error(engine: Driver) -> None:
    aside = event_sub("aside", "s3", BY_E, error_end("again"), chain("s3", "again"))
    engine.deploy(diagram(E, process("p", *WORK, aside)))
    engine.create()
    throw(engine, "E")
    assert engine.incident().element_id == "again"
    assert engine.incident().error_type == "UNHANDLED_ERROR_EVENT"


def interrupted_child(*catches: str) -> bytes:
    """A process whose frame was interrupted by a message; the task of the interruption may throw."""
    aside = event_sub(
        "aside", "s3", event("message", messageRef="m"), service("beside"), chain("s3", "beside")
    )
    framed = sub("frame", start("s2"), service("work"), chain("s2", "work"), aside)
    around = sub("around", start("s1"), framed, *catches, chain("s1", "frame"))
    outer = caught("outer", "around", BY_ANY)
    parts = (start(), around, outer, chain("start", "around"))
    return diagram(E, message("m", "news"), process("child", *parts))


def test_error_of_an_interruption_skips_the_boundaries_of_its_scope_and_all_around_it(engine: Driver) -> None:
    """As on Zeebe only the calling instance can still catch it."""
    called = call("call", "child", io(("input", "=key", "key")))
    engine.deploy(
        interrupted_child(caught("e", "frame", BY_E)),
        diagram(E, process("p", start(), called, chain("start", "call"), caught("call", "call", BY_E))),
    )
    engine.create(key="k")
    engine.publish("news", "k")
    engine.run(ThrowError(engine.jobs("beside")[0].key, "E"))
    assert engine.active() == ["on_call"]


def test_error_of_an_interruption_without_a_calling_instance_is_an_incident(engine: Driver) -> None:
    engine.deploy(interrupted_child(caught("e", "frame", BY_E)))
    engine.create("child", key="k")
    engine.publish("news", "k")
    engine.run(ThrowError(engine.jobs("beside")[0].key, "E"))
    assert engine.active() == ["around", "frame", "aside", "beside"]
    assert "No error events are available" in engine.incident().error_message


def test_error_of_a_called_instance_is_caught_at_the_call(engine: Driver) -> None:
    engine.deploy(
        diagram(process("child", start(), frame(), chain("start", "frame"))),
        diagram(
            E, process("p", start(), call("call", "child"), chain("start", "call"), caught("e", "call", BY_E))
        ),
    )
    key = engine.create()
    throw(engine, "E", cause="paper")
    assert engine.active() == ["on_e"]
    assert engine.state(engine.started("child")[0]) == "TERMINATED"
    assert engine.variables(key) == {"cause": "paper"}


def test_error_climbs_through_two_calls_to_an_event_sub_process(engine: Driver) -> None:
    aside = event_sub("aside", "s3", BY_ANY, service("on_any"), chain("s3", "on_any"))
    engine.deploy(
        diagram(process("grandchild", *WORK)),
        diagram(process("child", start(), call("call2", "grandchild"), chain("start", "call2"))),
        diagram(process("p", start(), call("call1", "child"), chain("start", "call1"), aside)),
    )
    engine.create()
    throw(engine, "anything")
    assert engine.active() == ["aside", "on_any"]


def test_error_end_event_ends_the_other_tokens_of_the_scope(engine: Driver) -> None:
    inner = sub(
        "inner",
        start("s2"),
        parallel("fork"),
        service("other"),
        error_end("broken"),
        chain("s2", "fork", "other"),
        chain("fork", "broken"),
    )
    engine.deploy(
        diagram(E, process("p", start(), inner, chain("start", "inner"), caught("e", "inner", BY_E)))
    )
    key = engine.create()
    assert engine.active(key) == ["on_e"]
    assert {"other:TERMINATED", "broken:TERMINATED", "inner:TERMINATED"} <= set(engine.path(key))


def test_code_of_an_error_end_event_may_be_an_expression(engine: Driver) -> None:
    around = '<bpmn:error id="R_X" errorCode="=code"/>'
    inner = sub("inner", start("s2"), error_end("broken", "X"), chain("s2", "broken"))
    parts = (start(), inner, chain("start", "inner"), caught("e", "inner", BY_E))
    engine.deploy(diagram(E, around, process("p", *parts)))
    assert engine.active(engine.create(code="E")) == ["on_e"]
    engine.create(code=5)
    assert engine.incident().error_type == "EXTRACT_VALUE_ERROR"


def test_uncaught_error_end_event_is_an_incident(engine: Driver) -> None:
    engine.deploy(diagram(E, process("p", start(), error_end("broken"), chain("start", "broken"))))
    engine.create()
    incident = engine.incident()
    assert "No error events are available in the scope." in incident.error_message
    engine.run(ResolveIncident(incident.key))
    assert engine.incident().key > incident.key, "it fails again"


def test_caught_error_closes_the_timer_of_the_task(engine: Driver) -> None:
    late = timer_boundary("late", "work", "PT1H") + service("on_late") + chain("late", "on_late")
    engine.deploy(diagram(E, process("p", *WORK, caught("e", "work", BY_E), late)))
    key = engine.create()
    throw(engine, "E")
    engine.advance(HOUR)
    assert engine.active(key) == ["on_e"]
