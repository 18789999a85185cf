"""Starts the processes at once, sees each serve, keeps them running, stops them in order."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import FrameType

from deploy.supervise.child import EXIT_DO_NOT_RETRY, EXITS_THAT_PASS, Child
from deploy.supervise.once_a_minute import AT_ONCE, OnceAMinute

_SLOW_START = 60.0  # seconds after which a start is named, once a minute
_KILL_AFTER = 9.0  # seconds from the stop request
_ENDS_ALLOWED = 5  # in five minutes, before all have served once
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
    """What else is done: once when all serve, and before the first process is stopped."""

    when_serving: Callable[[], None] = _nothing
    before_stop: Callable[[], None] = _nothing


class Supervisor:
    """Runs children until a stop is asked for; `run` returns the exit code.

    Once all have served nothing ends it but a stop: who ends is started again after growing pauses for ever, who
    cannot start (exit code 78) stays down while the others serve.
    """

    def __init__(self, children: Sequence[Child], progress: Progress) -> None:
        self._children = list(children)
        self._progress = progress
        self._named = OnceAMinute(progress.fail)
        self._stop = threading.Event()
        self._have_served = False
        self._exit_code = 0

    def run(self, hooks: Hooks) -> int:
        """Start all, then watch until a stop is asked for. Must run in the main thread."""
        self._take_signals()
        try:
            self._start_all()
            if self._have_served:
                hooks.when_serving()
            while not self._stop.wait(_TICK):
                self._attend_all()
        finally:
            hooks.before_stop()
            self._stop_in_order()
        return self._exit_code

    def _take_signals(self) -> None:
        def stop(_number: int, _frame: FrameType | None) -> None:
            self._stop.set()

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)

    def _start_all(self) -> None:
        # At once, since each takes a second or two to load and waits for the others by itself.
        began = time.monotonic()
        for child in self._children:
            self._start(child)
        to_come = list(self._children)
        while to_come and not self._stop.wait(_TICK):
            self._attend_all()
            child = to_come[0]
            if child.is_alive and child.spec.is_ready() and child.spec.after_first_ready():
                to_come.pop(0)
                self._progress.say(f"{child.spec.name}: serving / 已就绪")
            elif (waited := time.monotonic() - began) > _SLOW_START:
                self._named.name(
                    f"{child.spec.name} start",
                    f"{child.spec.name} does not serve yet, after {waited:.0f} s / 尚未就绪；log / 日志: {child.log.path}",
                )
        self._have_served = not to_come and not self._stop.is_set()

    def _attend_all(self) -> None:
        for child in self._children:
            if not self._stop.is_set() and not child.is_alive:
                self._attend(child)

    def _attend(self, child: Child) -> None:
        """Look after a child that does not run."""
        if child.process is not None:
            self._note_end(child)
        elif child.start_again_at is None:
            self._named.name(f"{child.spec.name} stays down", _stays_down(child))
        elif time.monotonic() >= child.start_again_at:
            self._start(child)
            told = f"{child.spec.name}: started again / 已重新启动"
            self._named.name(f"{child.spec.name} again", told, at_once=AT_ONCE)

    def _start(self, child: Child) -> None:
        try:
            child.start(time.monotonic())
        except OSError as error:
            child.postpone(time.monotonic())
            self._named.name(child.spec.name, f"{child.spec.name} cannot be started: {error} / 无法启动")

    def _note_end(self, child: Child) -> None:
        code = child.note_end(time.monotonic())
        name = child.spec.name
        told = f"{name} ended with code {code} / 已退出，代码 {code}"
        self._named.name(name, told, *_why(child), at_once=AT_ONCE)
        if self._have_served:
            return
        if code == EXIT_DO_NOT_RETRY:
            self._give_up(child, f"{name} cannot start (code {code}) / 无法启动")
        elif code not in EXITS_THAT_PASS and len(child.ends) >= _ENDS_ALLOWED:
            self._give_up(child, f"{name} ended 5 times in 5 minutes / 五分钟内五次退出")

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


def _stays_down(child: Child) -> str:
    why = child.log.last_lines[-1] if child.log.last_lines else ""
    return (
        f"{child.spec.name} stays down (code {child.last_code}), the others serve; mend it and start again / "
        f"已停止，其余照常，请处理后重新启动: {why}"
    )


def _why(child: Child) -> tuple[str, ...]:
    """For what passes by itself its own last line, and when it is tried again."""
    if child.last_code not in EXITS_THAT_PASS or child.start_again_at is None:
        return ()
    pause = max(child.start_again_at - time.monotonic(), 0.0)
    last = child.log.last_lines[-1] if child.log.last_lines else ""
    return (
        f"  {last}",
        f"  tried again in {pause:.0f} s, ended {len(child.ends)} times in 5 minutes / 稍后自动重试",
    )
