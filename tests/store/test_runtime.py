"""Group commit, search lag and the end of a runtime, without any border."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from engine.core.commands import ActivateJobs
from engine.errors import CommandRejected
from engine.runtime import EngineStopped, Runtime
from engine.settings import EngineSettings
from engine.state.opening import open_store

POLL = ActivateJobs(type="work", worker="w", timeout_ms=1000, max_jobs=1)


def pinned_as_seen_by_searches(runtime: Runtime) -> str | None:
    [row] = runtime.read().execute("SELECT value FROM meta WHERE name = 'clock_pinned_at'")
    return row["value"]


async def test_commands_that_wait_together_share_a_commit(tmp_path: Path) -> None:
    commits: list[None] = []
    runtime = Runtime(EngineSettings(data_dir=tmp_path), after_commit=lambda: commits.append(None))
    runtime.start()
    await asyncio.gather(*(runtime.pin_clock(at_ms) for at_ms in range(1000, 1400)))
    assert len(commits) <= 2
    assert runtime.clock.pinned_ms == 1399
    await runtime.close()


async def test_answer_is_durable_when_it_comes(tmp_path: Path) -> None:
    runtime = Runtime(EngineSettings(data_dir=tmp_path))
    runtime.start()
    await runtime.pin_clock(4711)
    runtime.abandon()
    opened = open_store(tmp_path)
    assert opened.store.find_pinned_clock() == 4711
    opened.close()


async def test_moments_outside_the_calendar_are_refused(tmp_path: Path) -> None:
    runtime = Runtime(EngineSettings(data_dir=tmp_path))
    runtime.start()
    for at_ms in (-1, 253_402_300_800_000):
        with pytest.raises(CommandRejected):
            await runtime.pin_clock(at_ms)
    assert runtime.clock.pinned_ms is None
    await runtime.close()


async def test_search_lag_hides_what_was_just_committed(tmp_path: Path) -> None:
    runtime = Runtime(EngineSettings(data_dir=tmp_path, search_lag_ms=2000))
    runtime.start()
    await runtime.pin_clock(4711)
    assert pinned_as_seen_by_searches(runtime) is None
    async with asyncio.timeout(30):
        while pinned_as_seen_by_searches(runtime) is None:
            await asyncio.sleep(0.02)
    await runtime.close()


async def test_closed_runtime_refuses_commands_and_ends_polls(tmp_path: Path) -> None:
    runtime = Runtime(EngineSettings(data_dir=tmp_path))
    runtime.start()
    runtime.end_polls()
    async with asyncio.timeout(30):
        await asyncio.gather(runtime.activate_jobs(POLL), return_exceptions=True)
    await runtime.close()
    await runtime.wait_stopped()
    with pytest.raises(EngineStopped):
        await runtime.pin_clock(1)
