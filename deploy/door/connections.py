"""Connections of the door: a bounded number, of which those that ask for nothing make room for newcomers."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections import OrderedDict
from http import HTTPStatus
from itertools import chain
from typing import Any

import structlog
from aiohttp import web
from aiohttp.http_exceptions import LineTooLong

from deploy.door.limits import DoorLimits
from deploy.door.refusals import refusal

_LOG = structlog.get_logger()
# Addresses and what was asked for are nobody's business: no request is logged.
_NO_LOG = logging.getLogger("jieban.door.access")
_NO_LOG.disabled = True
_OUT_OF_FILES_PAUSE = 0.5  # seconds until the next try when the process has no file left


class Connection(web.RequestHandler):
    """One client. Faults of its requests are answered in the words of the door."""

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """400 or 431 for a request that cannot be read, 500 for a fault of ours; the message is told to nobody.

        ConnectionError, which ends the connection, where an answer has begun already or the client is gone.
        """
        if isinstance(exc, LineTooLong) or "Too many" in (message or ""):
            return refusal(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
        if status == HTTPStatus.BAD_REQUEST:
            return refusal(HTTPStatus.BAD_REQUEST)
        if isinstance(exc, ConnectionError):
            raise exc
        _LOG.error("door_failed", error_type=type(exc).__name__)
        if request.writer.output_size > 0:
            # A second head would stand inside the first body.
            raise ConnectionError
        return refusal(HTTPStatus.INTERNAL_SERVER_ERROR)

    def log_exception(self, *_args: Any, **kwargs: Any) -> None:
        """Only the type: the text may hold what a person sent."""
        error = kwargs.get("exc_info")
        _LOG.warning("connection_failed", error_type=type(error).__name__)


class Connections(web.Server):
    """All connections of this process, and which of them are busy with a request."""

    def __init__(
        self, handler: Any, limits: DoorLimits
    ) -> None:  # Any: aiohttp's own handler type is private
        super().__init__(handler)
        self._limits = limits
        self._open: dict[web.RequestHandler, asyncio.Transport] = {}
        # Those that ask for nothing, whose request is still on its way in, who take a large answer; in the order of coming.
        self._idle: OrderedDict[web.RequestHandler, None] = OrderedDict()
        self._sending: OrderedDict[web.RequestHandler, None] = OrderedDict()
        self._reading: OrderedDict[web.RequestHandler, None] = OrderedDict()

    def __call__(self) -> web.RequestHandler:
        """A new client, as asyncio asks for one."""
        return Connection(
            self,
            loop=asyncio.get_running_loop(),
            keepalive_timeout=self._limits.head_seconds,
            max_line_size=self._limits.line_bytes,
            max_field_size=self._limits.line_bytes,
            max_headers=self._limits.header_lines,
            access_log=_NO_LOG,
            auto_decompress=False,
            lingering_time=2.0,
        )

    def connection_made(self, handler: web.RequestHandler, transport: asyncio.Transport) -> None:
        """Count it; one too many lets the longest idle one go, and the newcomer himself when all are busy."""
        super().connection_made(handler, transport)
        self._open[handler] = transport
        if len(self._open) > self._limits.connections:
            oldest = next(chain(self._idle, self._sending, (handler,)))
            self._open[oldest].abort()
            self._forget(oldest)
        if handler in self._open:
            self._idle[handler] = None

    def connection_lost(self, handler: web.RequestHandler, exc: BaseException | None = None) -> None:
        """Forget it."""
        super().connection_lost(handler, exc)
        self._forget(handler)

    def note_sending(self, handler: web.RequestHandler) -> None:
        """The head of a request of it is here."""
        self._idle.pop(handler, None)
        if handler in self._open:
            self._sending[handler] = None

    def note_busy(self, handler: web.RequestHandler) -> None:
        """A request of it is here whole and has a claim to its answer."""
        self._sending.pop(handler, None)

    def note_reading(self, handler: web.RequestHandler) -> None:
        """It takes a large answer; one too many lets the one go that has taken longest."""
        if handler in self._open:
            self._reading[handler] = None
        if len(self._reading) > self._limits.large_answers:
            oldest = next(iter(self._reading))
            self._open[oldest].abort()
            self._forget(oldest)

    def note_idle(self, handler: web.RequestHandler) -> None:
        """Its answer is written."""
        self._sending.pop(handler, None)
        self._reading.pop(handler, None)
        if handler in self._open:
            self._idle[handler] = None

    def let_idle_go(self) -> None:
        """Close every connection that has no claim to an answer."""
        for handler in (*self._idle, *self._sending):
            self._open[handler].close()

    @property
    def busy(self) -> int:
        """Connections whose request is being answered."""
        return len(self._open) - len(self._idle) - len(self._sending)

    def _forget(self, handler: web.RequestHandler) -> None:
        for known in (self._open, self._idle, self._sending, self._reading):
            known.pop(handler, None)


class Entrance:
    """Accepts one connection at a time, so that several processes on one socket share a crowd."""

    def __init__(self, listener: socket.socket, connections: Connections) -> None:
        self._listener = listener
        self._connections = connections
        self._loop = asyncio.get_running_loop()
        self._tasks: set[asyncio.Task[Any]] = set()
        self._again: asyncio.TimerHandle | None = None

    def open(self) -> None:
        """Begin."""
        self._listener.setblocking(False)
        self._loop.add_reader(self._listener.fileno(), self._accept)

    def close(self) -> None:
        """Take nobody any more; other processes on the socket go on."""
        if self._again is not None:
            self._again.cancel()
        self._loop.remove_reader(self._listener.fileno())

    def _accept(self) -> None:
        try:
            client, _address = self._listener.accept()
        except (BlockingIOError, InterruptedError, ConnectionAbortedError):
            return
        except OSError as error:
            _LOG.error("door_out_of_files", error_code=error.errno)
            self._loop.remove_reader(self._listener.fileno())
            self._again = self._loop.call_later(_OUT_OF_FILES_PAUSE, self.open)
            return
        client.setblocking(False)
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        task = self._loop.create_task(self._loop.connect_accepted_socket(self._connections, client))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
