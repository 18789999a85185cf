"""Serves one request after the other: takes it in, waits its turn, has the application answer, writes the answer out."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from http import HTTPStatus
from typing import IO

import structlog
from aiohttp import web

from api.settings import CROWDED
from deploy.door.application import Answer, BadTarget, Environ, Wsgi, call, environ_of
from deploy.door.body import BodyRefused, BodyTaker, new_spool
from deploy.door.connections import Connections
from deploy.door.lanes import Lane, LaneFull, turns
from deploy.door.limits import KIB, DoorLimits
from deploy.door.refusals import refusal
from deploy.door.uploads import carries_file

_LOG = structlog.get_logger()
_PIECE_BYTES = 64 * KIB
_READING = frozenset({"GET", "HEAD", "OPTIONS"})
SIGN_IN = "/sign-in"
# Pages that say themselves that they had no turn, so that what was typed is kept.
_FILING = "/complaints/new"
KEEPING = frozenset({SIGN_IN, _FILING, f"{_FILING}/what", f"{_FILING}/wish", f"{_FILING}/you"})
# Asked by watchdogs: a thread of their own, and an answer within a second whatever the others do.
WATCHED = frozenset({"/livez", "/readyz", "/healthz"})
WATCH_SECONDS = 0.9


class Desk:
    """The handler of all connections of this process."""

    def __init__(self, application: Wsgi, limits: DoorLimits) -> None:
        self._application = application
        self._limits = limits
        self._bodies = BodyTaker(limits)
        self._threads = ThreadPoolExecutor(limits.threads, "page")
        self._watch_threads = {path: ThreadPoolExecutor(1, "watch") for path in WATCHED}
        self._all = self._lane(limits.threads)
        self._changing = self._lane(limits.changing)
        self._uploads = self._lane(limits.uploads)
        self._sign_ins = self._lane(limits.sign_ins)
        self.connections = Connections(self._serve, limits)

    def close(self) -> None:
        """Start no further call; one that runs is not waited for."""
        for threads in (self._threads, *self._watch_threads.values()):
            threads.shutdown(wait=False, cancel_futures=True)

    async def _serve(self, request: web.BaseRequest) -> web.StreamResponse:
        self.connections.note_sending(request.protocol)
        try:
            with new_spool(self._limits) as body, new_spool(self._limits) as content:
                answer = await self._find_answer(request, body, content)
                return answer if isinstance(answer, web.Response) else await self._write(request, answer)
        finally:
            self.connections.note_idle(request.protocol)

    async def _find_answer(
        self, request: web.BaseRequest, body: IO[bytes], content: IO[bytes]
    ) -> Answer | web.Response:
        try:
            size = await self._bodies.take(request, body)
            self.connections.note_busy(request.protocol)
            return await self._ask(environ_of(request, body, size), content)
        except BodyRefused as refused:
            return refusal(refused.status)
        except BadTarget:
            return refusal(HTTPStatus.BAD_REQUEST)
        except LaneFull:
            return refusal(HTTPStatus.SERVICE_UNAVAILABLE)
        except Exception as error:
            if isinstance(error, ConnectionError) and (
                request.transport is None or request.transport.is_closing()
            ):
                raise  # the client is gone, which is nobody's fault
            _LOG.error("application_failed", error_type=type(error).__name__)
            return refusal(HTTPStatus.INTERNAL_SERVER_ERROR)

    async def _ask(self, environ: Environ, content: IO[bytes]) -> Answer:
        path = environ["PATH_INFO"]
        if path in WATCHED:
            return await self._ask_soon(environ)
        try:
            async with turns(self._lanes_of(environ)):
                return await self._run(self._threads, environ, content)
        except LaneFull:
            if path not in KEEPING:
                raise
        environ[CROWDED] = True
        async with self._all.turn():
            return await self._run(self._threads, environ, content)

    async def _ask_soon(self, environ: Environ) -> Answer:
        threads = self._watch_threads[environ["PATH_INFO"]]
        try:
            async with asyncio.timeout(WATCH_SECONDS):
                # A place of its own: a call that comes too late writes its answer all the same.
                return await self._run(threads, environ, new_spool(self._limits))
        except TimeoutError:
            raise LaneFull from None

    async def _run(self, threads: ThreadPoolExecutor, environ: Environ, content: IO[bytes]) -> Answer:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(threads, call, self._application, environ, content)

    def _lanes_of(self, environ: Environ) -> Sequence[Lane]:
        if environ["REQUEST_METHOD"] in _READING:
            return (self._all,)
        if environ["PATH_INFO"] == SIGN_IN:
            return (self._sign_ins, self._changing, self._all)
        is_large = int(environ.get("CONTENT_LENGTH", "0")) > self._limits.small_body_bytes
        if is_large or carries_file(environ):
            return (self._uploads, self._changing, self._all)
        return (self._changing, self._all)

    def _lane(self, width: int) -> Lane:
        return Lane(width, self._limits.lane_places, self._limits.lane_seconds)

    async def _write(self, request: web.BaseRequest, answer: Answer) -> web.StreamResponse:
        response = web.StreamResponse(status=answer.status, reason=answer.reason or None)
        for name, value in answer.headers:
            response.headers.add(name, value)
        response.headers["Server"] = "jieban"
        if answer.size > self._limits.small_body_bytes:
            self.connections.note_reading(request.protocol)
        has_content = answer.status >= 200 and answer.status not in (204, 304)
        if has_content and "Content-Length" not in response.headers:
            response.content_length = answer.size
        try:
            async with asyncio.timeout(self._limits.answer_pause_seconds):
                await response.prepare(request)
            while has_content and request.method != "HEAD" and (piece := answer.content.read(_PIECE_BYTES)):
                async with asyncio.timeout(self._limits.answer_pause_seconds):
                    await response.write(piece)
        except TimeoutError:
            if request.transport is not None:
                request.transport.abort()
            raise ConnectionResetError from None
        with suppress(TimeoutError):
            async with asyncio.timeout(self._limits.answer_pause_seconds):
                await response.write_eof()
        return response
