"""Steps that repeat beside the jobs: each by itself, so that one that fails or takes long holds up no other."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from workers.hardened.back_off import BackOff
from workers.hardened.once_a_minute import lasting

STEP_BACK_OFF = BackOff(first=0.5, longest=10.0)
CLOSED_SECONDS = 0.1
# So a look may use a fifth of a thread's time, however much is open.
REST_TO_WORK = 4.0


def seconds_to_rest(seconds: float, took: float) -> float:
    """How long a repeated look that found nothing waits: `seconds`, and longer after one that took long."""
    return max(seconds, REST_TO_WORK * took)


class Repeats:
    """Until `stop` is set. `threads` is how many steps there are, so that none waits for another's thread."""

    def __init__(self, stop: asyncio.Event, threads: int) -> None:
        self._stop = stop
        self._executor = ThreadPoolExecutor(threads, thread_name_prefix="step")

    async def repeat_later(self, name: str, step: Callable[[], int], seconds: float) -> None:
        """As repeat, after a rest: what nobody waits for is not done while everything starts."""
        await self.sleep(seconds)
        await self.repeat(name, step, seconds)

    async def repeat_while(
        self, may: Callable[[], bool], name: str, step: Callable[[], int], seconds: float
    ) -> None:
        """As repeat, from the first moment at which `may` says so; a round at which it does not does nothing."""
        while not may() and not self._stop.is_set():
            await self.sleep(CLOSED_SECONDS)
        await self.repeat(name, lambda: step() if may() else 0, seconds)

    async def repeat(self, name: str, step: Callable[[], int], seconds: float) -> None:
        """Repeat a step for ever; at once while it finds work, with growing waits while it fails."""
        loop = asyncio.get_running_loop()
        failures = 0
        while not self._stop.is_set():
            began = loop.time()
            try:
                did = await loop.run_in_executor(self._executor, step)
                failures = 0
                wait = 0.0 if did else seconds_to_rest(seconds, loop.time() - began)
            except Exception as error:
                failures += 1
                lasting.warn("step_failed", name, error_type=type(error).__name__)
                wait = STEP_BACK_OFF.seconds(failures)
            await self.sleep(wait)

    async def sleep(self, seconds: float) -> None:
        """Sleep, but not longer than until the stop."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._stop.wait()

    def is_ending(self) -> bool:
        """Whether a step that reads for minutes ends at its next batch; the process waits for its thread."""
        return self._stop.is_set()

    def let_go(self) -> None:
        """Begin no step any more; the one that a thread has goes on."""
        self._executor.shutdown(wait=False, cancel_futures=True)
