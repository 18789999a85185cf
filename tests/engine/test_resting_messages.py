"""EN-2: a message for an instance at rest is kept for it, and the others go on."""

from __future__ import annotations

from engine.core.commands import (
    CancelInstance,
    CorrelateMessage,
)
from engine.state.message import Message
from tests.engine.diagrams import (
    chain,
    diagram,
    end,
    message,
    process,
    receive,
    start,
)
from tests.engine.driver import HOUR, MINUTE, Driver
from tests.engine.poison import Poison
from tests.engine.resting import is_resting, line, resolve
from tests.engine.rule_diagrams import script

WAITING = line("wait", "calc", parts=receive("wait", "m") + script("calc", "=1"), before=message("m", "news"))


def test_messages_for_it_are_kept_however_short_they_live(engine: Driver, poison: Poison) -> None:
    engine.deploy(WAITING)
    bad = engine.create(key="k", poison=True)
    assert engine.refused(CorrelateMessage("news", "k")) == "PROCESSING_ERROR"
    assert engine.refused(CorrelateMessage("news", "k")) == "INVALID_STATE"
    engine.publish("news", "k", ttl=0, message_id="one", told="first")
    engine.publish("news", "k", ttl=MINUTE, told="second")
    engine.publish("news", "other", ttl=0)
    engine.advance(HOUR)
    assert [row.variables["told"] for row in engine.open(Message)] == ["first", "second"]
    poison.is_on = False
    resolve(engine)
    assert engine.state(bad) == "COMPLETED"
    assert engine.variables(bad)["told"] == "first"
    assert engine.open(Message) == [], "what nobody rests for any more has had its time"


def test_a_message_that_only_one_at_rest_awaits_is_refused_though_its_process_starts_by_it_too(
    engine: Driver, poison: Poison
) -> None:
    """As it is kept for the one that rests when it is published: it starts no other instance."""
    engine.deploy(
        diagram(
            message("m", "news"),
            process(
                "p",
                start(),
                start("told", "m"),
                receive("wait", "m"),
                script("calc", "=1"),
                end(),
                chain("start", "wait", "calc", "end"),
                chain("told", "end"),
            ),
        )
    )
    bad = engine.create(key="k", poison=True)
    assert engine.refused(CorrelateMessage("news", "k")) == "PROCESSING_ERROR"
    assert engine.refused(CorrelateMessage("news", "k")) == "INVALID_STATE"
    assert engine.started("p") == [bad]


def test_a_message_that_was_buffered_is_held_beyond_its_time_and_goes_with_the_instance(
    engine: Driver, poison: Poison
) -> None:
    engine.deploy(WAITING, line("wait", parts=receive("wait", "m"), name="q", before=message("m", "news")))
    bad = engine.create(key="k", poison=True)
    assert engine.refused(CorrelateMessage("news", "k")) == "PROCESSING_ERROR"
    engine.publish("news", "k", ttl=MINUTE)
    engine.advance(HOUR)
    late = engine.create("q", key="k")
    assert engine.active(late) == ["wait"], "kept for the one that rests, for nobody else"
    engine.run(CancelInstance(bad))
    assert engine.open(Message) == []
    assert engine.active(late) == ["wait"]


def test_another_instance_of_the_process_takes_the_message_meanwhile(engine: Driver, poison: Poison) -> None:
    engine.deploy(WAITING)
    bad = engine.create(key="k", poison=True)
    assert engine.refused(CorrelateMessage("news", "k")) == "PROCESSING_ERROR"
    good = engine.create(key="k")
    engine.publish("news", "k", ttl=0)
    assert engine.state(good) == "COMPLETED"
    assert engine.open(Message) == []
    assert is_resting(engine, bad)


def test_a_kept_message_that_fails_lets_it_rest_again_and_stays(engine: Driver, poison: Poison) -> None:
    engine.deploy(WAITING)
    bad = engine.create(key="k", poison=True)
    engine.send(CorrelateMessage("news", "k"))
    engine.publish("news", "k", ttl=0)
    first = engine.incident().key
    resolve(engine)
    assert is_resting(engine, bad)
    assert engine.incident().key > first
    poison.is_on = False
    resolve(engine)
    assert engine.state(bad) == "COMPLETED"
