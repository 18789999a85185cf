"""The shadow check itself: a missing dirty mark of any noun is found."""

from __future__ import annotations

from dataclasses import is_dataclass

import pytest

from engine.core.commands import CreateInstance, Deploy, EvaluateDecision, FailJob, Resource, SetVariables
from engine.processing.core import Core
from engine.processing.handlers import HANDLERS
from engine.state.catalogue import ENTITY_TYPES
from engine.state.correlated_message import CorrelatedMessage
from engine.state.decision_instance import DecisionInstance
from engine.state.sequence_flow_taken import SequenceFlowTaken
from tests.engine.diagrams import (
    chain,
    diagram,
    end,
    exclusive,
    message,
    parallel,
    process,
    receive,
    service,
    start,
    timer_boundary,
    user,
)
from tests.engine.driver import HOUR, Driver
from tests.engine.rule_diagrams import loop, looped
from tests.engine.shadow import Shadow, ShadowMismatchError
from tests.engine_dmn.tables import decision, dmn, literal

EVERYTHING = diagram(
    message("m", "news"),
    message("g", "go", ""),
    process(
        "p",
        start(),
        start("by_message", "g"),
        exclusive("merge"),
        parallel("fork"),
        user("ask"),
        receive("wait", "m"),
        service("work"),
        timer_boundary("late", "work", "PT1H"),
        end(),
        end("end2"),
        chain("start", "merge", "fork", "ask", "end"),
        chain("by_message", "merge"),
        chain("fork", "wait", "end2"),
        chain("fork", "work"),
        chain("late", "end2"),
    ),
)
# A loop that is entered in three slices, of which two are made.
ITEMS = loop("=for i in 1..201 return i", input_element="item")
MANY = diagram(process("many", start(), looped(service("each"), ITEMS), chain("start", "each")))
# Rows that are never loaded: nothing in memory could differ (tests of flows look at them).
NEVER_LOADED = {SequenceFlowTaken, CorrelatedMessage, DecisionInstance}


def walk_through_everything(engine: Driver) -> None:
    engine.deploy(EVERYTHING, ask=b'{"id": "ask"}')
    engine.run(Deploy((Resource("rules.dmn", dmn(decision("d", literal("1")))),)))
    engine.run(EvaluateDecision("d"))
    engine.publish("news", "k", ttl=HOUR)
    engine.publish("go", "c", ttl=HOUR, key="other")
    key = engine.create(key="k")
    engine.run(SetVariables(key, {"a": 1}))
    engine.run(FailJob(engine.jobs("work")[0].key, 0))
    engine.advance(HOUR)
    engine.deploy(MANY)
    engine.create("many")
    engine.go_on(1)


def test_walk_touches_every_noun(engine: Driver, shadow: Shadow) -> None:
    walk_through_everything(engine)
    touched = {type(row) for row in shadow.rows(engine.core).values()}
    gone = {noun.__name__ for noun in ENTITY_TYPES} - {noun.__name__ for noun in touched}
    assert gone == {"Message", "MessageCorrelation", "Timer"}, "deleted at the end of the walk"


@pytest.mark.parametrize("noun", [n for n in ENTITY_TYPES if n not in NEVER_LOADED])
def test_missing_dirty_mark_is_found(noun: type, monkeypatch: pytest.MonkeyPatch) -> None:
    losing = Shadow(loses=noun)
    losing.install(monkeypatch)
    with pytest.raises(ShadowMismatchError):
        walk_through_everything(Driver(losing))


def test_recovered_core_goes_on(engine: Driver, shadow: Shadow) -> None:
    engine.deploy(EVERYTHING, ask=b'{"id": "ask"}')
    key = engine.create(key="k")
    engine.core = Core.load(list(shadow.rows(engine.core).values()))
    engine.publish("news", "k")
    engine.work("work", done=True)
    assert engine.active(key) == ["ask"]
    assert engine.variables(key)["done"] is True


def test_lease_is_void_after_recovery(engine: Driver, shadow: Shadow) -> None:
    engine.deploy(EVERYTHING)
    engine.create(key="k")
    job = engine.jobs("work")[0]
    engine.core = Core.load(list(shadow.rows(engine.core).values()))
    assert [again.key for again in engine.jobs("work")] == [job.key]


def test_every_noun_is_a_dataclass_with_a_key() -> None:
    assert all(is_dataclass(noun) and "key" in noun.__dataclass_fields__ for noun in ENTITY_TYPES)


def test_a_rejection_after_a_change_undoes_it(engine: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    handler = HANDLERS[CreateInstance]

    def changes_first(turn: object, command: object) -> None:
        engine.core.state.new_key()
        handler(turn, command)

    engine.deploy(EVERYTHING)
    before = engine.core.state.dump()
    monkeypatch.setitem(HANDLERS, CreateInstance, changes_first)
    assert engine.refused(CreateInstance("nobody")) == "NOT_FOUND"
    assert engine.core.state.dump() == before
