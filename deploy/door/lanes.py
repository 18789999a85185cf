"""Queues in front of the threads: a request that waits its turn costs no thread, and waits for a bounded time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager


class LaneFull(Exception):
    """No turn came in time, or too many wait already."""


class Lane:
    """So many at a time; the others wait in the order in which they came."""

    def __init__(self, width: int, places: int, seconds: float) -> None:
        self._free = asyncio.Semaphore(width)
        self._places = places
        self._seconds = seconds
        self._waiting = 0

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Hold a turn; LaneFull when none comes in time."""
        await self._wait()
        try:
            yield
        finally:
            self._free.release()

    async def _wait(self) -> None:
        if self._waiting >= self._places:
            raise LaneFull
        self._waiting += 1
        try:
            async with asyncio.timeout(self._seconds):
                await self._free.acquire()
        except TimeoutError as error:
            raise LaneFull from error
        finally:
            self._waiting -= 1


@asynccontextmanager
async def turns(lanes: Iterable[Lane]) -> AsyncIterator[None]:
    """A turn in each of the lanes, the narrow ones first, so that nobody holds a wide one while he waits."""
    async with AsyncExitStack() as held:
        for lane in lanes:
            await held.enter_async_context(lane.turn())
        yield
