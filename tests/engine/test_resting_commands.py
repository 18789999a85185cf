"""EN-2: starts, slices of a loop and what is due are commands of their own: one that fails takes no other with it."""

from __future__ import annotations

import pytest

from engine.core.commands import (
    CancelInstance,
    CompleteJob,
    CreateInstance,
    FireDue,
    GoOnWithLoops,
)
from engine.core.turn import Turn
from engine.processing import loop_commands, unforeseen
from engine.state.incident import Incident
from engine.state.unfinished_loop import UnfinishedLoop
from tests.engine.diagrams import (
    chain,
    diagram,
    event,
    node,
    process,
    service,
)
from tests.engine.driver import HOUR, MINUTE, SECOND, Driver
from tests.engine.poison import SECRET, Poison
from tests.engine.resting import TIMED, is_resting, line, resolve
from tests.engine.rule_diagrams import loop, looped, script


def test_a_start_that_fails_is_only_refused(engine: Driver, poison: Poison) -> None:
    engine.deploy(line("calc", parts=script("calc", "=1")))
    before = engine.core.state.dump()["rows"]["ProcessInstance"]
    assert engine.refused(CreateInstance("p", variables={"poison": True})) == "PROCESSING_ERROR"
    assert engine.core.state.dump()["rows"]["ProcessInstance"] == before == {}
    assert engine.open(Incident) == []


def test_a_start_by_timer_that_fails_waits_and_leaves_the_others_alone(
    engine: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No instance is there that could rest; it is no hot loop, and it is in the log."""
    every = node("startEvent", "every", event("timer", timeCycle="R/PT1H"))
    engine.deploy(
        diagram(process("p", every, script("calc", "=1"), service("work"), chain("every", "calc", "work"))),
        TIMED.replace(b'"p"', b'"q"'),
    )
    good = engine.create("q")
    fault = Poison(monkeypatch)
    monkeypatch.setattr("tests.engine.poison.visible_variables", lambda *_: {"poison": True})
    engine.advance(HOUR)
    due = engine.core.next_due()
    assert due is not None and due > engine.now
    assert engine.started("p") == []
    fault.is_on = False
    engine.advance(10 * MINUTE)
    assert len(engine.started("p")) == 1
    assert is_resting(engine, good), "it was poisoned too"


@pytest.mark.parametrize("ends", [False, True])
def test_a_large_loop_rests_between_two_slices(
    engine: Driver, poison: Poison, monkeypatch: pytest.MonkeyPatch, ends: bool
) -> None:
    body = looped(service("work"), loop("=items", input_element="item"))
    engine.deploy(line("first", "work", parts=service("first") + body))
    key = engine.create(items=list(range(250)))
    engine.send(CompleteJob(engine.jobs("first")[0].key))
    go_on = loop_commands.go_on

    def fail(*_: object) -> None:
        raise ZeroDivisionError(SECRET)

    monkeypatch.setattr(loop_commands, "go_on", fail)
    engine.core.process(GoOnWithLoops(key), engine.now)
    assert is_resting(engine, key)
    assert (engine.core.next_loop(engine.now), engine.jobs("work")) == (None, ())
    monkeypatch.setattr(loop_commands, "go_on", go_on)
    if ends:
        engine.run(CancelInstance(key))
        assert (engine.core.next_loop(engine.now), engine.active(key), engine.open(UnfinishedLoop)) == (
            None,
            [],
            [],
        )
    else:
        resolve(engine)
        while engine.core.next_loop(engine.now) is not None:
            engine.core.process(GoOnWithLoops(key), engine.now)
        assert len(engine.jobs("work", count=300)) == 250


def test_where_not_even_a_rest_is_possible_the_command_is_refused_and_what_is_due_waits(
    engine: Driver, poison: Poison, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.deploy(TIMED)
    bad, good = engine.create(poison=True), engine.create()

    def fail(*_: object) -> None:
        raise ZeroDivisionError(SECRET)

    with monkeypatch.context() as patch:
        patch.setattr(unforeseen, "rest", fail)
        engine.advance(2 * SECOND)
    assert engine.core.next_due() == engine.now + unforeseen.PAUSE_MS
    assert not is_resting(engine, bad)
    assert engine.jobs("work")[0].process_instance_key == good
    engine.advance(unforeseen.PAUSE_MS)
    assert is_resting(engine, bad)


@pytest.mark.parametrize("fails", ["rest", "find_root"])
def test_a_large_loop_of_what_cannot_even_rest_is_put_off_and_the_one_behind_it_goes_on(
    engine: Driver, monkeypatch: pytest.MonkeyPatch, fails: str
) -> None:
    """No hot loop: it is asked for again after ten minutes, not in every batch."""
    body = looped(service("work"), loop("=items", input_element="item"))
    engine.deploy(line("work", parts=body))
    bad, good = engine.create(items=list(range(150))), engine.create(items=list(range(150)))
    go_on = loop_commands.go_on

    def fail_in_bad(turn: Turn, unfinished: UnfinishedLoop) -> None:
        if unfinished.process_instance_key == bad:
            raise ZeroDivisionError(SECRET)
        go_on(turn, unfinished)

    def fail(*_: object) -> None:
        raise ZeroDivisionError(SECRET)

    with monkeypatch.context() as patch:
        patch.setattr(loop_commands, "go_on", fail_in_bad)
        patch.setattr(unforeseen, fails, fail if fails == "rest" else lambda *_: None)
        asked = []
        while len(asked) < 5 and (key := engine.core.next_loop(engine.now)) is not None:
            asked.append(key)
            engine.core.process(GoOnWithLoops(key), engine.now)
    assert asked == [bad, good]
    assert not is_resting(engine, bad)
    assert engine.core.next_loop(engine.now + unforeseen.PAUSE_MS - 1) is None
    engine.advance(unforeseen.PAUSE_MS)
    assert engine.core.next_loop(engine.now) == bad
    engine.go_on()
    assert len(engine.jobs("work", count=400)) == 300


def test_each_that_is_due_is_a_command_of_its_own(engine: Driver, poison: Poison) -> None:
    """One answer a `FireDue`, however many fire, and in the order of their moments."""
    engine.deploy(TIMED)
    keys = [engine.create(poison=number % 2 == 0) for number in range(6)]
    engine.now += 2 * SECOND
    answered = len(engine.answers)
    engine.run(FireDue())
    assert len(engine.answers) == answered + 1
    assert [is_resting(engine, key) for key in keys] == [True, False] * 3
    assert [row.process_instance_key for row in engine.open(Incident)] == keys[::2]
