"""Starts the processes at once, sees each serve, keeps them running, stops them in order."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import FrameType

from deploy.supervise.child import EXIT_DO_NOT_RETRY, Child

_READY_SECONDS = 60.0
_KILL_AFTER = 9.0  # seconds from the stop request
_ENDS_ALLOWED = 5
_ENDS_WINDOW = 300.0  # seconds
_TICK = 0.1  # seconds


@dataclass(frozen=True, slots=True)
class Progress:
    """How the supervisor tells a person what happens."""

    say: Callable[[str], None]
    fail: Callable[[str], None]


def _nothing() -> None:
    return None


@dataclass(frozen=True, slots=True)
class Hooks:
    """What else is done: once when all serve, every second after that, and before the first process is stopped."""

    when_serving: Callable[[], None] = _nothing
    each_second: Callable[[], None] = _nothing
    before_stop: Callable[[], None] = _nothing


class Supervisor:
    """Runs children until a stop is asked for; `run` returns the exit code."""

    def __init__(self, children: Sequence[Child], progress: Progress) -> None:
        self._children = list(children)
        self._progress = progress
        self._stop = threading.Event()
        self._exit_code = 0

    def run(self, hooks: Hooks) -> int:
        """Start all, then watch until a stop is asked for. Must run in the main thread."""
        self._take_signals()
        try:
            if self._start_all():
                hooks.when_serving()
                self._watch(hooks.each_second)
        finally:
            hooks.before_stop()
            self._stop_in_order()
        return self._exit_code

    def _take_signals(self) -> None:
        def stop(_number: int, _frame: FrameType | None) -> None:
            self._stop.set()

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)

    def _start_all(self) -> bool:
        # At once, since each takes a second or two to load and waits for the others by itself.
        for child in self._children:
            child.start()
        for child in self._children:
            if not self._wait_until_ready(child):
                return False
            child.spec.after_first_ready()
            self._progress.say(f"{child.spec.name}: serving / 已就绪")
        return True

    def _wait_until_ready(self, child: Child) -> bool:
        limit = time.monotonic() + _READY_SECONDS
        while not self._stop.is_set():
            if not child.is_alive:
                if not self._handle_end(child):
                    return False
                continue
            if child.spec.is_ready():
                child.note_ready()
                return True
            if time.monotonic() > limit:
                self._give_up(child, f"{child.spec.name} did not serve within {_READY_SECONDS:.0f} s")
                return False
            self._stop.wait(_TICK)
        return False

    def _watch(self, each_second: Callable[[], None]) -> None:
        next_second = 0.0
        while not self._stop.wait(_TICK):
            for child in self._children:
                if not self._attend(child):
                    return
            if time.monotonic() >= next_second:
                next_second = time.monotonic() + 1.0
                each_second()

    def _attend(self, child: Child) -> bool:
        """Look after one child; False when everything has to stop."""
        if child.is_alive:
            return True
        if child.process is not None:
            return self._note_end(child)
        if child.start_again_at is not None and time.monotonic() >= child.start_again_at:
            child.start()
            self._progress.say(f"{child.spec.name}: started again / 已重新启动")
        return True

    def _handle_end(self, child: Child) -> bool:
        """During start: wait out the pause, then start again; False when it must not."""
        if child.process is not None and not self._note_end(child):
            return False
        pause = (child.start_again_at or 0.0) - time.monotonic()
        self._stop.wait(max(pause, 0.0))
        if not self._stop.is_set():
            child.start()
        return True

    def _note_end(self, child: Child) -> bool:
        now = time.monotonic()
        code = child.note_end(now)
        self._progress.fail(f"{child.spec.name} ended with code {code} / 已退出，代码 {code}")
        while child.ends and child.ends[0] < now - _ENDS_WINDOW:
            child.ends.popleft()
        if code == EXIT_DO_NOT_RETRY:
            self._give_up(child, f"{child.spec.name} cannot start (code {code}) / 无法启动")
            return False
        if len(child.ends) >= _ENDS_ALLOWED:
            self._give_up(child, f"{child.spec.name} ended 5 times in 5 minutes / 五分钟内五次退出")
            return False
        return True

    def _give_up(self, child: Child, reason: str) -> None:
        self._exit_code = 1
        self._stop.set()
        self._progress.fail(reason)
        for line in child.log.last_lines:
            self._progress.fail(f"  {line}")
        self._progress.fail(f"log / 日志: {child.log.path}")

    def _stop_in_order(self) -> None:
        """Web first, engine last; what lives 9 s after the request is killed and named."""
        deadline = time.monotonic() + _KILL_AFTER
        for child in reversed(self._children):
            child.send(signal.SIGTERM)
            child.wait(min(child.spec.stop_seconds, deadline - time.monotonic()))
        for child in reversed(self._children):
            if not child.wait(deadline - time.monotonic()):
                self._progress.fail(f"{child.spec.name} did not stop and was killed / 未能停止，已强制结束")
                child.send(signal.SIGKILL)
                child.wait(1.0)
        for child in self._children:
            child.log.close()
