"""A real engine in a thread of the test process, or in a process of its own; both over real ports."""

from __future__ import annotations

import asyncio
import json
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from engine.access.tls import Certificate
from engine.runtime import Runtime
from engine.server import BoundPorts, EngineServer
from engine.settings import EngineSettings

T = TypeVar("T")
START_SECONDS = 30
CLOSE_SECONDS = 15


@dataclass(frozen=True)
class Retention:
    """How long an engine keeps what has ended; read at its start."""

    days: int = 30
    shown_seconds: float = 60.0


KEPT = Retention()


def _ignore(runtime: Runtime) -> None:
    """Nobody watches the commits."""


@dataclass(frozen=True)
class EngineDoor:
    """Who may come in, as settings say it."""

    login_file: Path | None = None
    certificate: Certificate | None = None
    hosts: tuple[str, ...] = ()


class RunningEngine:
    """An engine in a thread with its own event loop. Ports stay the same over `restart`.

    `grpc_address` is "host:port", `rest_address` "http://host:port". `after_commit(runtime)` is called on the
    engine's loop after each commit, before its answers.
    """

    def __init__(
        self,
        data_dir: Path,
        search_lag_ms: int = 0,
        after_commit: Callable[[Runtime], None] = _ignore,
        retention: Retention = KEPT,
        *,
        door: EngineDoor | None = None,
    ) -> None:
        self._data_dir = data_dir
        self._door = door or EngineDoor()
        self._search_lag_ms = search_lag_ms
        self.retention = retention
        self._after_commit = after_commit
        self._ports = BoundPorts("127.0.0.1", 0, 0)
        # As `deploy` hands it over before a start.
        self.keys_after = 0
        self.loop: asyncio.AbstractEventLoop
        self._thread: threading.Thread | None = None
        self.server: EngineServer

    @property
    def grpc_address(self) -> str:
        return f"{self._ports.host}:{self._ports.grpc_port}"

    @property
    def rest_address(self) -> str:
        scheme = "http" if self._door.certificate is None else "https"
        return f"{scheme}://{self._ports.host}:{self._ports.rest_port}"

    @property
    def runtime(self) -> Runtime:
        return self.server.runtime

    def start(self) -> None:
        """Start on the ports of before, or on free ones the first time."""
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, name="engine", daemon=True)
        self._thread.start()
        try:
            self._ports = self.run(self._start())
        except BaseException:
            self._end_loop()
            raise

    def stop(self) -> None:
        """End cleanly; a second call does nothing."""
        self._finish(self.server.stop)

    def kill(self) -> None:
        """End as a crash would: nothing further is committed or answered."""
        self._finish(self.server.kill)

    def restart(self) -> None:
        """Start again on the same data and ports, killing what runs."""
        self.kill()
        self.start()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine on the engine's loop and answer its result."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(START_SECONDS)

    def pin_clock(self, at_ms: int) -> None:
        """Let the engine's clock stand at this moment."""
        self.run(self.runtime.pin_clock(at_ms))

    async def _start(self) -> BoundPorts:
        settings = EngineSettings(
            data_dir=self._data_dir,
            grpc_port=self._ports.grpc_port,
            rest_port=self._ports.rest_port,
            search_lag_ms=self._search_lag_ms,
            login_file=self._door.login_file,
            certificate=self._door.certificate,
            hosts=self._door.hosts,
            retention_days=self.retention.days,
            shown_seconds=self.retention.shown_seconds,
            keys_after=self.keys_after,
        )
        self.server = EngineServer(settings, Runtime(settings, lambda: self._after_commit(self.runtime)))
        return await self.server.start()

    def _finish(self, ending: Callable[[], Coroutine[Any, Any, None]]) -> None:
        if self._thread is not None:
            try:
                asyncio.run_coroutine_threadsafe(ending(), self.loop).result(CLOSE_SECONDS)
            finally:
                self._end_loop()

    def _end_loop(self) -> None:
        self.run(self.loop.shutdown_asyncgens())
        self.loop.call_soon_threadsafe(self.loop.stop)
        if self._thread is not None:
            self._thread.join(CLOSE_SECONDS)
        self.loop.close()
        self._thread = None


@contextmanager
def running_engine(
    data_dir: Path,
    search_lag_ms: int = 0,
    after_commit: Callable[[Runtime], None] = _ignore,
    retention: Retention = KEPT,
    *,
    door: EngineDoor | None = None,
) -> Iterator[RunningEngine]:
    """A started engine, stopped at the end: `with running_engine(tmp_path / "engine") as engine: ...`"""
    engine = RunningEngine(data_dir, search_lag_ms, after_commit, retention, door=door)
    engine.start()
    try:
        yield engine
    finally:
        engine.stop()


class EngineProcess:
    """`python -m engine` as a child; for tests that kill it for real."""

    def __init__(self, data_dir: Path, grpc_port: int = 0, rest_port: int = 0) -> None:
        command = [sys.executable, "-m", "engine", "--data", str(data_dir)]
        ports = ["--grpc-port", str(grpc_port), "--rest-port", str(rest_port)]
        self.process = subprocess.Popen(
            command + ports, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            _, self.errors = self.process.communicate(timeout=CLOSE_SECONDS)
            raise RuntimeError(f"exit code {self.process.returncode}: {self.errors}")
        self.ports = BoundPorts(**json.loads(line))
        self.grpc_address = f"{self.ports.host}:{self.ports.grpc_port}"
        self.rest_address = f"http://{self.ports.host}:{self.ports.rest_port}"

    def end(self, number: signal.Signals) -> int:
        """Send a signal and answer the exit code."""
        self.process.send_signal(number)
        self.process.communicate(timeout=CLOSE_SECONDS)
        return self.process.returncode
