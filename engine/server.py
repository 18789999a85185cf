"""One engine process: runtime, gRPC and REST in one event loop, one way up and one way down."""

from __future__ import annotations

import asyncio
import signal
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from aiohttp import web

from engine.access.hosts import Hosts
from engine.access.logins import Logins
from engine.collector import sparing_survivors
from engine.gateway.listening import GatewayServer
from engine.runtime import Runtime
from engine.settings import EngineSettings
from engine.start_refused import StartPostponed, StartRefused
from engine.state.opening import STORE_FILE
from engine.state.store_faults import refused_start

# Running calls may end within this; long polls were answered before, so only slow ones are cut.
STOP_GRACE_SECONDS: Final = 2.0


@dataclass(frozen=True, slots=True)
class BoundPorts:
    """Where the engine listens."""

    host: str
    grpc_port: int
    rest_port: int


class EngineServer:
    """An engine that listens from `start` to `stop`; all calls on one event loop."""

    def __init__(self, settings: EngineSettings, runtime: Runtime) -> None:
        self.runtime = runtime
        self._settings = settings
        self._logins = Logins(settings.login_file)
        self._gateway = GatewayServer(runtime, settings, self._logins)
        self._rest: web.AppRunner | None = None

    async def start(self) -> BoundPorts:
        """Recover, then listen; refused with `StartRefused` when a port is taken."""
        self.runtime.start()
        try:
            grpc_port = await self._gateway.start()
            rest_port = await self._start_rest()
        except StartRefused:
            await self.stop()
            raise
        return BoundPorts(self._settings.host, grpc_port, rest_port)

    async def stop(self) -> None:
        """Answer long polls empty, end calls, commit what is queued, close the store."""
        self.runtime.end_polls()
        await self._stop_listening(STOP_GRACE_SECONDS)
        await self.runtime.close()

    async def kill(self) -> None:
        """Stop as a crash would leave it: no grace, no further commit."""
        self.runtime.abandon()
        await self._stop_listening(None)

    async def _start_rest(self) -> int:
        # Late, for the REST border imports runtime and settings of this package.
        from engine.rest.app import create_rest_app  # noqa: PLC0415 - see the line above
        from engine.rest.door import Door  # noqa: PLC0415 - as above

        settings = self._settings
        app = create_rest_app(self.runtime, Door(self._logins, Hosts(settings.host, settings.hosts)))
        self._rest = web.AppRunner(app, access_log=None, shutdown_timeout=STOP_GRACE_SECONDS)
        await self._rest.setup()
        tls = None if settings.certificate is None else settings.certificate.for_http()
        site = web.TCPSite(self._rest, settings.host, settings.rest_port, ssl_context=tls)
        try:
            await site.start()
        except OSError as error:
            place = f"{self._settings.rest_port} on {self._settings.host}"
            raise StartPostponed(f"The REST port {place} is taken or cannot be bound.") from error
        return int(self._rest.addresses[0][1])

    async def _stop_listening(self, grace_seconds: float | None) -> None:
        if self._rest is not None:
            await self._rest.cleanup()
        await self._gateway.stop(grace_seconds)


def _recover(settings: EngineSettings) -> Runtime:
    try:
        return Runtime(settings)
    except sqlite3.Error as error:
        # It opened, and a page further in is damaged or cannot be read.
        raise refused_start(settings.data_dir / STORE_FILE, error) from error


def _nobody(_runtime: Runtime) -> None:
    """Nobody watches the figures."""


async def serve(
    settings: EngineSettings,
    on_ready: Callable[[BoundPorts], None],
    watch: Callable[[Runtime], None] = _nobody,
) -> None:
    """Serve until SIGTERM or SIGINT; raises when the engine cannot start or fails on the way.

    `watch` gets the runtime once it serves, for its figures.
    """
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    # Before anything else, so that a signal during recovery or right after the announcement ends it cleanly.
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    server = EngineServer(settings, _recover(settings))
    with sparing_survivors():
        on_ready(await server.start())
        watch(server.runtime)
        failed = asyncio.ensure_future(server.runtime.wait_stopped())
        asked = asyncio.ensure_future(stop.wait())
        await asyncio.wait((failed, asked), return_when=asyncio.FIRST_COMPLETED)
        asked.cancel()
        if failed.done():
            # Memory is ahead of the disk: nothing more may be answered or written.
            await server.kill()
            failed.result()
        failed.cancel()
        await server.stop()
