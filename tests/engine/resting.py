"""Diagrams with a step that fails as nobody foresaw, and what tests of resting instances ask."""

from __future__ import annotations

from engine.core.commands import (
    ResolveIncident,
)
from engine.processing.core import Core
from engine.state.process_instance import ProcessInstance
from tests.engine.diagrams import (
    catch,
    chain,
    diagram,
    end,
    event,
    process,
    service,
    start,
)
from tests.engine.driver import Driver
from tests.engine.rule_diagrams import script


def line(*nodes: str, parts: str = "", name: str = "p", before: str = "") -> bytes:
    """A process of nodes one after the other; each is `id` of what stands in `parts`."""
    return diagram(before, process(name, start(), parts, end(), chain("start", *nodes, "end")))


TIMED = line(
    "wait",
    "calc",
    "work",
    parts=catch("wait", event("timer", timeDuration="PT2S")) + script("calc", "=1") + service("work"),
)


WORKED = line("work", "calc", parts=service("work") + script("calc", "=1"))


def is_resting(engine: Driver, key: int) -> bool:
    row = engine.core.state.get(ProcessInstance, key)
    return row.rests_by is not None and row.incident_count > 0


def resolve(engine: Driver) -> None:
    engine.run(ResolveIncident(engine.incident().key))


def restart(engine: Driver) -> None:
    engine.core = Core.load(list(engine.shadow.rows(engine.core).values()))
