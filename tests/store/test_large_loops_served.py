"""A running engine and its large loops: who is served in between, what a kill leaves, how much one commit holds."""

from __future__ import annotations

import asyncio
import gc
from pathlib import Path

from engine.collector import sparing_survivors
from engine.core.commands import CreateInstance, Deploy, Resource
from engine.runtime import Runtime
from engine.settings import EngineSettings
from engine.state.element_instance import ElementInstance
from engine.state.job import Job
from tests.engine.diagrams import chain, diagram, process, service, start
from tests.engine.rule_diagrams import loop, looped

ITEMS = 1_000
DIAGRAM = diagram(
    process("large", start(), looped(service("x"), loop(input_element="item")), chain("start", "x")),
    process("small", start("s"), service("y"), chain("s", "y")),
)


class Watched:
    """A runtime that tells after each commit whether a loop is unfinished."""

    def __init__(self, folder: Path) -> None:
        self.commits = 0
        self.is_done = asyncio.Event()
        self.runtime = Runtime(EngineSettings(data_dir=folder), after_commit=self._look)
        self.runtime.start()

    def _look(self) -> None:
        self.commits += 1
        if self.runtime.core.next_loop(self.runtime.clock.now_ms()) is None:
            self.is_done.set()
        else:
            self.is_done.clear()

    async def begin(self, items: int) -> None:
        await self.runtime.execute(CreateInstance("large", variables={"items": [1] * items}))

    def entered(self) -> int:
        state = self.runtime.core.state
        return sum(
            row.loop_counter or 0
            for row in state.list_all(ElementInstance)
            if row.element_type != "SERVICE_TASK"
        )


async def test_others_are_served_between_two_slices(tmp_path: Path) -> None:
    """EN-9: by the order of the answers."""
    watched = Watched(tmp_path)
    await watched.runtime.execute(Deploy((Resource("loops.bpmn", DIAGRAM),)))
    await watched.begin(ITEMS)
    seen = [watched.entered()]
    for _ in range(3):
        await watched.runtime.execute(CreateInstance("small"))
        seen.append(watched.entered())
    assert seen == sorted(seen)
    assert seen[-1] < ITEMS, "the loop was entered before others were answered"
    async with asyncio.timeout(30):
        await watched.is_done.wait()
    assert watched.entered() == ITEMS
    await watched.runtime.close()


async def test_killed_engine_goes_on_with_the_loop_that_it_finds(tmp_path: Path) -> None:
    """EN-9."""
    killed = Watched(tmp_path)
    await killed.runtime.execute(Deploy((Resource("loops.bpmn", DIAGRAM),)))
    await killed.begin(ITEMS)
    assert killed.entered() < ITEMS
    killed.runtime.abandon()
    watched = Watched(tmp_path)
    async with asyncio.timeout(30):
        await watched.is_done.wait()
    assert (watched.entered(), len(watched.runtime.core.state.list_all(Job))) == (ITEMS, ITEMS)
    await watched.runtime.close()


async def test_many_large_commands_do_not_share_one_commit(tmp_path: Path) -> None:
    """EN-9: forty loops of a hundred items that wait together."""
    watched = Watched(tmp_path)
    await watched.runtime.execute(Deploy((Resource("loops.bpmn", DIAGRAM),)))
    before = watched.commits
    await asyncio.gather(*(watched.begin(100) for _ in range(40)))
    assert watched.commits - before >= 8
    await watched.runtime.close()


def test_what_survives_a_full_collection_is_not_walked_again() -> None:
    """A pause of the collector must not grow with what is open."""
    try:
        with sparing_survivors():
            kept = [[number] for number in range(50_000)]
            gc.collect()
            assert len(gc.get_objects(generation=2)) < len(kept) / 10
    finally:
        gc.unfreeze()
