"""The single writer: takes waiting commands, applies them in memory, commits them together, then answers.

One batch is in flight, the next one gathers meanwhile. Nothing is told to anybody before its commit.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final, TypeVar

from engine.clock import EngineClock
from engine.core.answers import Answer, Done
from engine.core.commands import Command, FireDue, ForgetHistory, GoOnWithLoops
from engine.errors import CommandRejected
from engine.processing.core import Core
from engine.processing.due import MAX_ROWS_AT_ONCE
from engine.runtime.figures import CommitFigures
from engine.runtime.housekeeping import Housekeeping
from engine.start_refused import CommitFailed
from engine.state.batch import Batch
from engine.state.retention import Expired
from engine.state.store import CLOCK_PIN, Store, fill_batch
from engine.state.store_faults import failed_commit

A = TypeVar("A")
B = TypeVar("B")

# With more than one command waiting, this pause gathers more of them per commit (measured: +35-60 % at 64).
LINGER_SECONDS: Final = 0.0015
MAX_COMMANDS_PER_BATCH: Final = 500
# The system clock may be set while the loop sleeps; due moments are looked at again after this at the latest.
LONGEST_SLEEP_SECONDS: Final = 1.0
# Asks on behalf of housekeeping; the requests of callers begin at 1.
HOUSEKEEPING_ID: Final = 0


@dataclass(frozen=True, slots=True)
class SetClock:
    """Pin the engine's clock, or let it run (None); ordered among the commands."""

    pinned_ms: int | None


@dataclass(frozen=True, slots=True)
class QueuedWork:
    """A command or clock change in the queue, with the request that waits for it."""

    work: Command | SetClock
    request_id: int


@dataclass(frozen=True, slots=True)
class AppliedBatch:
    """What became of a batch in memory: rows to commit, then answers to give."""

    rows: Batch
    answers: list[Answer]
    job_types: set[str]


class Batches:
    """Owns core, clock and store while `run` runs; everything but the commit is on the event loop."""

    def __init__(self, core: Core, store: Store, clock: EngineClock, housekeeping: Housekeeping) -> None:
        self.core = core
        self.clock = clock
        self._store = store
        self._housekeeping = housekeeping
        self._queue: deque[QueuedWork] = deque()
        self._news = asyncio.Event()
        self._is_closing = False
        self.commits = CommitFigures()
        self._due_ms: int | None = None
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="engine-commit")

    def add(self, work: QueuedWork) -> None:
        """Put work into the queue of the next batch."""
        self._queue.append(work)
        self._news.set()

    @property
    def waiting(self) -> int:
        """How much work is in the queue."""
        return len(self._queue)

    @property
    def late_seconds(self) -> float:
        """Since when the earliest due thing waits; 0 while nothing is due. From any thread: it asks nothing of the core."""
        due_ms = self._due_ms
        return 0.0 if due_ms is None else max(self.clock.now_ms() - due_ms, 0) / 1000

    def close(self) -> None:
        """Let `run` end once the queue is empty."""
        self._is_closing = True
        self._news.set()

    def stop_thread(self) -> None:
        """Wait for a commit in flight and end its thread."""
        self._thread.shutdown(wait=True)

    async def run(self, release: Callable[[AppliedBatch], None]) -> None:
        """Work until closed; `release` is called after each commit. Any error out of here is fail-stop."""
        while True:
            await self._wait_for_work()
            if self._is_closing and not self._queue:
                return
            if len(self._queue) > 1 and not self._is_closing:
                await asyncio.sleep(LINGER_SECONDS)
            applied = self._apply(await self._keep_house())
            if not applied.rows.is_empty:
                began = time.monotonic()
                await self._in_thread(self._store.write, applied.rows)
                self.commits.note(time.monotonic() - began)
            release(applied)

    async def _keep_house(self) -> Expired:
        """At most one small round between two batches; what is to be deleted goes with the next batch's commit."""
        if self._is_closing or not self._housekeeping.is_due():
            return Expired()
        return await self._in_thread(self._housekeeping.do_round, self.clock.now_ms())

    async def _in_thread(self, work: Callable[[A], B], argument: A) -> B:
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, work, argument)
        except CommitFailed:
            raise
        except Exception as error:
            raise failed_commit(error) from error

    async def _wait_for_work(self) -> None:
        self._news.clear()
        while not (self._is_closing or self._has_work()):
            try:
                await asyncio.wait_for(self._news.wait(), self._sleep_seconds())
            except TimeoutError:
                continue
            self._news.clear()

    def _has_work(self) -> bool:
        has_loop = self.core.next_loop(self.clock.now_ms()) is not None
        return bool(self._queue) or self._is_due() or has_loop or self._housekeeping.is_due()

    def _sleep_seconds(self) -> float:
        longest = min(self._housekeeping.seconds_left(), LONGEST_SLEEP_SECONDS)
        due_ms = self._next_due()
        if due_ms is None or self.clock.pinned_ms is not None:
            return longest
        remaining_seconds = (due_ms - self.clock.now_ms()) / 1000
        return min(max(remaining_seconds, 0.0), longest)

    def _next_due(self) -> int | None:
        # Finding it changes the core, which is for the event loop alone.
        self._due_ms = self.core.next_due()
        return self._due_ms

    def _is_due(self) -> bool:
        due_ms = self._next_due()
        return due_ms is not None and due_ms <= self.clock.now_ms()

    def _apply(self, expired: Expired) -> AppliedBatch:
        rows, answers = Batch(), list[Answer]()
        for _ in range(min(len(self._queue), MAX_COMMANDS_PER_BATCH)):
            if self.core.state.dirty_count >= MAX_ROWS_AT_ONCE:
                break
            queued = self._queue.popleft()
            if isinstance(queued.work, SetClock):
                answers.append(self._set_clock(queued.work, queued.request_id, rows))
            else:
                answers += self.core.process(queued.work, self.clock.now_ms(), queued.request_id)
        if self._is_due():
            answers += self.core.process(FireDue(), self.clock.now_ms())
        if expired.rows:
            self._forget(expired)
        instance_key = self.core.next_loop(self.clock.now_ms())
        if instance_key is not None:
            # One slice a batch, behind the commands that wait, so that no loop keeps anybody waiting for long.
            answers += self.core.process(GoOnWithLoops(instance_key), self.clock.now_ms())
        dirty = self.core.drain_dirty()
        fill_batch(rows, dirty.rows, dirty.deletes)
        return AppliedBatch(rows, answers, self.core.drain_activatable_types())

    def _forget(self, expired: Expired) -> None:
        """The rows and what counted them go together; where that fails they stay, and would fail again at once."""
        forget = ForgetHistory(expired.rows, expired.counted)
        for answer in self.core.process(forget, self.clock.now_ms(), HOUSEKEEPING_ID):
            if answer.rejection is not None:
                self._housekeeping.put_off()

    def _set_clock(self, change: SetClock, request_id: int, rows: Batch) -> Answer:
        pinned_ms = change.pinned_ms
        try:
            self.clock.reset() if pinned_ms is None else self.clock.pin(pinned_ms)
        except CommandRejected as rejection:
            return Answer(request_id, rejection=rejection)
        rows.meta[CLOCK_PIN] = None if pinned_ms is None else str(pinned_ms)
        return Answer(request_id, Done())
