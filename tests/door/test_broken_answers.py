"""An answer that breaks off, and a client who leaves: neither gets words that belong to nobody."""

from __future__ import annotations

import asyncio
import io
import socket
from typing import Any

import pytest
import structlog

from deploy.door import desk as door
from deploy.door.desk import Desk
from deploy.door.limits import DoorLimits

_WAIT_SECONDS = 10.0
_HALF_A_BODY = b"POST / HTTP/1.1\r\nHost: o\r\nContent-Length: 10\r\n\r\nabc"


class _BrokenDisk(io.BytesIO):
    """Gives one piece and then fails, as a spool on a faulty disk does."""

    def read(self, size: int | None = -1) -> bytes:
        if self.tell():
            raise OSError(5, "Input/output error")
        return super().read(3)


def _page(_environ: dict[str, Any], start_response: Any) -> list[bytes]:
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
    return [b"abcdefghi"]


def _unlucky(_environ: dict[str, Any], _start_response: Any) -> list[bytes]:
    raise ConnectionRefusedError


def _talk(application: Any, words: bytes, *, leaves: bool = False) -> tuple[bytes, list[str]]:
    """All that the door says to these words, and what it logs as an error."""

    async def talk() -> bytes:
        desk = Desk(application, DoorLimits())
        ours, theirs = socket.socketpair()
        await asyncio.get_running_loop().connect_accepted_socket(desk.connections, ours)
        reader, writer = await asyncio.open_connection(sock=theirs)
        try:
            writer.write(words)
            await writer.drain()
            if not leaves:
                return await asyncio.wait_for(reader.read(), _WAIT_SECONDS)
            async with asyncio.timeout(_WAIT_SECONDS):
                while desk.connections.requests_count == 0:
                    await asyncio.sleep(0)
                writer.transport.abort()
                while desk.connections.connections:
                    await asyncio.sleep(0)
                for _turn in range(20):
                    await asyncio.sleep(0)
            return b""
        finally:
            writer.close()
            desk.close()

    with structlog.testing.capture_logs() as logs:
        said = asyncio.run(talk())
    return said, [each["event"] for each in logs if each["log_level"] == "error"]


def test_an_answer_that_breaks_off_holds_no_second_head(monkeypatch: pytest.MonkeyPatch) -> None:
    """The connection ends, so that who reads it sees that something is missing; the log names it."""
    spools = iter((io.BytesIO(), _BrokenDisk()))
    monkeypatch.setattr(door, "new_spool", lambda _limits: next(spools))
    said, errors = _talk(_page, b"GET / HTTP/1.1\r\nHost: o\r\n\r\n")
    assert said.count(b"HTTP/1.1") == 1, said
    assert said.endswith(b"\r\n\r\nabc"), said
    assert errors == ["door_failed"]


def test_a_client_who_leaves_is_no_error() -> None:
    """People close pages all day."""
    assert _talk(_page, _HALF_A_BODY, leaves=True) == (b"", [])


def test_a_connection_that_the_application_lost_is_one() -> None:
    """The client is still there and gets his answer."""
    said, errors = _talk(_unlucky, b"GET / HTTP/1.1\r\nHost: o\r\n\r\n")
    assert said.startswith(b"HTTP/1.1 500")
    assert errors == ["application_failed"]
