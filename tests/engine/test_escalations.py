"""Escalations: climbing, codes, interrupting and not, through call activities."""

from __future__ import annotations

from tests.engine.diagrams import (
    call,
    chain,
    diagram,
    end,
    escalation,
    escalation_boundary,
    event,
    event_sub,
    parallel,
    process,
    service,
    start,
    sub,
    throw,
)
from tests.engine.driver import Driver

A, B = escalation("A"), escalation("B")


def thrower(*after: str) -> bytes:
    return diagram(A, process("child", start(), throw("shout", "A"), *after))


GOES_ON = thrower(service("child_work"), end(), chain("start", "shout", "child_work", "end"))


def caller(*boundaries: str) -> bytes:
    return diagram(
        A,
        B,
        process(
            "p",
            start(),
            call("call", "child"),
            service("after"),
            chain("start", "call", "after"),
            *boundaries,
        ),
    )


def caught(boundary: str, name: str) -> str:
    return boundary + service(name) + chain(name.replace("on_", "at_"), name)


def test_non_interrupting_catch_lets_the_thrower_go_on(engine: Driver) -> None:
    engine.deploy(
        GOES_ON, caller(caught(escalation_boundary("at_a", "call", "A", interrupting=False), "on_a"))
    )
    engine.create()
    assert sorted(engine.active()) == ["call", "child_work", "on_a"]
    engine.work("child_work")
    assert engine.active() == ["on_a", "after"]


def test_interrupting_catch_ends_the_called_instance(engine: Driver) -> None:
    engine.deploy(GOES_ON, caller(caught(escalation_boundary("at_a", "call", "A"), "on_a")))
    key = engine.create()
    assert engine.active() == ["on_a"]
    assert engine.state(engine.started("child")[0]) == "TERMINATED"
    assert engine.path(engine.started("child")[0]) == ["start:COMPLETED", "shout:TERMINATED"]
    assert "call:TERMINATED" in engine.path(key)


def test_uncaught_escalation_is_no_incident(engine: Driver) -> None:
    engine.deploy(GOES_ON, caller(caught(escalation_boundary("at_b", "call", "B"), "on_b")))
    engine.create()
    assert engine.active() == ["call", "child_work"]


def test_exact_code_beats_catch_all(engine: Driver) -> None:
    engine.deploy(
        GOES_ON,
        caller(
            caught(escalation_boundary("at_all", "call", interrupting=False), "on_all"),
            caught(escalation_boundary("at_a", "call", "A", interrupting=False), "on_a"),
        ),
    )
    engine.create()
    assert sorted(engine.active()) == ["call", "child_work", "on_a"]


def test_catch_all_takes_any_code(engine: Driver) -> None:
    engine.deploy(GOES_ON, caller(caught(escalation_boundary("at_all", "call"), "on_all")))
    engine.create()
    assert engine.active() == ["on_all"]


def test_nearest_scope_catches_and_nobody_above(engine: Driver) -> None:
    inner = sub("inner", start("s3"), throw("shout", "A"), end("e3"), chain("s3", "shout", "e3"))
    outer = sub(
        "outer",
        start("s2"),
        inner,
        end("e2"),
        caught(escalation_boundary("at_near", "inner", "A", interrupting=False), "on_near"),
        chain("s2", "inner", "e2"),
    )
    engine.deploy(
        diagram(
            A,
            process(
                "p",
                start(),
                outer,
                caught(escalation_boundary("at_far", "outer", "A", interrupting=False), "on_far"),
                end(),
                chain("start", "outer", "end"),
            ),
        )
    )
    engine.create()
    assert engine.active() == ["outer", "on_near"]


def test_escalation_climbs_past_scopes_that_do_not_catch_it(engine: Driver) -> None:
    inner = sub("inner", start("s3"), throw("shout", "A"), service("stay"), chain("s3", "shout", "stay"))
    engine.deploy(
        diagram(A, process("child", start(), inner, chain("start", "inner"))),
        caller(caught(escalation_boundary("at_a", "call", "A", interrupting=False), "on_a")),
    )
    engine.create()
    assert "on_a" in engine.active()


def interrupted_shouter(at_frame: str) -> bytes:
    """A child that a timer interrupts at once; the interruption shouts."""
    aside = event_sub(
        "aside",
        "s4",
        event("timer", timeDuration="PT0S"),
        throw("shout", "A"),
        service("stay"),
        chain("s4", "shout", "stay"),
    )
    framed = sub("frame", start("s3"), service("work"), chain("s3", "work"), aside)
    around = sub("around", start("s2"), framed, at_frame, chain("s2", "frame"))
    outer = caught(escalation_boundary("at_outer", "around", "A", interrupting=False), "on_outer")
    return diagram(A, process("child", start(), around, outer, chain("start", "around")))


def test_escalation_of_an_interruption_is_caught_at_its_scope_or_at_the_calling_instance(
    engine: Driver,
) -> None:
    """As on Zeebe it skips what is around the interrupted scope."""
    at_call = caught(escalation_boundary("at_call", "call", "A", interrupting=False), "on_call")
    engine.deploy(interrupted_shouter(""), caller(at_call))
    engine.create()
    engine.advance(1)
    assert engine.active() == ["call", "around", "frame", "aside", "stay", "on_call"]
    at_frame = caught(escalation_boundary("at_frame", "frame", "A", interrupting=False), "on_frame")
    engine.deploy(interrupted_shouter(at_frame))
    key = engine.create("child")
    engine.advance(1)
    assert sorted(engine.active(key)) == ["around", "aside", "frame", "on_frame", "stay"]


def test_escalation_end_event_throws_and_ends_its_token(engine: Driver) -> None:
    engine.deploy(
        diagram(A, process("child", start(), end("stop", code="A"), chain("start", "stop"))),
        caller(caught(escalation_boundary("at_a", "call", "A", interrupting=False), "on_a")),
    )
    key = engine.create()
    assert sorted(engine.active()) == ["after", "on_a"]
    assert "call:COMPLETED" in engine.path(key)


def test_interrupting_catch_on_a_sub_process_ends_all_its_tokens(engine: Driver) -> None:
    frame = sub(
        "frame",
        start("s2"),
        parallel("fork"),
        service("other"),
        end("stop", code="A"),
        chain("s2", "fork", "other"),
        chain("fork", "stop"),
    )
    engine.deploy(
        diagram(
            A,
            process(
                "p",
                start(),
                frame,
                caught(escalation_boundary("at_a", "frame", "A"), "on_a"),
                end(),
                chain("start", "frame", "end"),
            ),
        )
    )
    key = engine.create()
    assert engine.active() == ["on_a"]
    assert "other:TERMINATED" in engine.path(key)


def test_each_throw_starts_a_non_interrupting_catch_again(engine: Driver) -> None:
    twice = thrower(
        throw("again", "A"), service("child_work"), chain("start", "shout", "again", "child_work")
    )
    engine.deploy(twice, caller(caught(escalation_boundary("at_a", "call", "A", interrupting=False), "on_a")))
    engine.create()
    assert engine.active().count("on_a") == 2
