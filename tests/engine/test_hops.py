"""The way of a command to its rows is short, and every hop on it is one that engine/README.md names."""

from __future__ import annotations

import sys
from types import FrameType

import pytest

from engine.core.commands import CompleteJob
from engine.core.state import State
from engine.state.entity import Entity
from tests.architecture.source_tree import ROOT
from tests.engine.diagrams import chain, diagram, end, message, process, receive, service, start
from tests.engine.driver import Driver

# Before the core a command is read by a face, taken by the runtime and put into a batch.
BEFORE_THE_CORE = 3
MOST_HOPS = 8


def hop_of(module: str) -> str | None:
    """The hop that a module belongs to; None outside the engine."""
    parts = module.split(".")
    if parts[0] != "engine":
        return None
    if parts[-1] in {"core", "life_cycle"}:
        return f"{parts[1]}/{parts[-1]}.py"
    return parts[1] + "/"


def hops_to(frame: FrameType | None) -> list[str]:
    """The hops on the stack, first one first; what calls within one hop counts once."""
    hops: list[str] = []
    while frame is not None:
        hop = hop_of(frame.f_globals["__name__"])
        if hop is not None and (not hops or hops[-1] != hop):
            hops.append(hop)
        frame = frame.f_back
    return hops[::-1]


def way_from(caller: FrameType) -> tuple[str, ...]:
    """The hops to the state, which may be called from its own folder (legal transitions)."""
    return (*(hop for hop in hops_to(caller) if hop != "core/"), "core/")


def test_a_command_reaches_its_row_in_eight_hops_at_most(
    engine: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """HS-31: face, runtime, batch and what is seen here from the core to the row."""
    ways: set[tuple[str, ...]] = set()
    put, change = State.put, State.change

    def put_and_look(state: State, entity: Entity) -> None:
        # The look itself is no part of the engine, so that the way ends in the caller of `put`.
        ways.add(way_from(sys._getframe(1)))
        put(state, entity)

    def change_and_look(core: State, entity: Entity, /, **values: object) -> None:
        ways.add(way_from(sys._getframe(1)))
        change(core, entity, **values)

    monkeypatch.setattr(State, "put", put_and_look)
    monkeypatch.setattr(State, "change", change_and_look)
    engine.deploy(
        diagram(
            message("m", "news"),
            process(
                "p",
                start(),
                service("work"),
                receive("wait", "m"),
                end(),
                chain("start", "work", "wait", "end"),
            ),
        )
    )
    engine.create(key="k")
    (job,) = engine.jobs("work")
    engine.run(CompleteJob(job.key))
    engine.publish("news", "k")
    longest = max(ways, key=len)
    assert longest == ("processing/core.py", "elements/life_cycle.py", "elements/", "behaviours/", "core/")
    assert ("processing/core.py", "processing/", "behaviours/", "core/") in ways
    assert BEFORE_THE_CORE + len(longest) == MOST_HOPS


def test_the_readme_of_the_engine_names_every_hop() -> None:
    text = (ROOT / "engine" / "README.md").read_text("utf-8")
    rows = [line.split(" | ") for line in text.splitlines() if line[:3].strip("| ").isdecimal()]
    assert [row[0].strip("| ") for row in rows] == [str(number) for number in range(1, MOST_HOPS + 1)]
    assert all((ROOT / "engine" / place.strip("`")).exists() for row in rows for place in row[1].split(", "))
