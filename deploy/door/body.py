"""Takes the body of a request in, whole and within limits of size and time, before the application hears of it."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import IO

from aiohttp import web

from deploy.door.limits import DoorLimits

_FIRST_SECONDS = 30.0  # before the rate counts


class BodyRefused(Exception):
    """Carries the status of the answer."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status)
        self.status = status


class BodyTaker:
    """Bodies on their way in, of all connections of this process."""

    def __init__(self, limits: DoorLimits) -> None:
        self._limits = limits
        self._large = 0

    async def take(self, request: web.BaseRequest, target: IO[bytes]) -> int:
        """Write the body into `target` and return its size; BodyRefused when it is too large, too slow or torn."""
        announced = request.content_length or 0
        if announced > self._limits.body_bytes:
            raise BodyRefused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        if not request.can_read_body:
            return 0
        if request.headers.get("Expect", "").lower() == "100-continue":
            await request.writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
            request.writer.output_size = 0
        is_large = request.content_length is None or announced > self._limits.small_body_bytes
        with self._place_for(is_large):
            return await self._read(request, target)

    async def _read(self, request: web.BaseRequest, target: IO[bytes]) -> int:
        loop = asyncio.get_running_loop()
        began, size = loop.time(), 0
        while True:
            try:
                async with asyncio.timeout(self._limits.body_pause_seconds):
                    piece = await request.content.readany()
            except TimeoutError as error:
                raise BodyRefused(HTTPStatus.REQUEST_TIMEOUT) from error
            except (web.RequestPayloadError, ValueError) as error:
                raise BodyRefused(HTTPStatus.BAD_REQUEST) from error
            if not piece and request.content.at_eof():
                target.seek(0)
                return size
            size += len(piece)
            if size > self._limits.body_bytes:
                raise BodyRefused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            late = loop.time() - began - _FIRST_SECONDS
            if late > 0 and size < late * self._limits.body_bytes_a_second:
                raise BodyRefused(HTTPStatus.REQUEST_TIMEOUT)
            target.write(piece)

    @contextmanager
    def _place_for(self, is_large: bool) -> Iterator[None]:
        if not is_large:
            yield
            return
        if self._large >= self._limits.large_bodies:
            raise BodyRefused(HTTPStatus.SERVICE_UNAVAILABLE)
        self._large += 1
        try:
            yield
        finally:
            self._large -= 1


def new_spool(limits: DoorLimits) -> IO[bytes]:
    """Where a body or an answer waits: in memory while it is small, then in a file without a name."""
    return tempfile.SpooledTemporaryFile(max_size=limits.small_body_bytes)
