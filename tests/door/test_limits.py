"""What the limits of the door let through: rates of bodies, by a clock that the test moves."""

from __future__ import annotations

import asyncio
import io
from http import HTTPStatus

import pytest
from aiohttp import StreamReader
from aiohttp.base_protocol import BaseProtocol
from aiohttp.test_utils import make_mocked_request

from deploy.door.body import BodyRefused, BodyTaker
from deploy.door.limits import DoorLimits

LARGEST_FILE = 20_000_000


class _QuickLoop(asyncio.SelectorEventLoop):
    """Its clock goes on when the sender says so."""

    ahead = 0.0

    def time(self) -> float:
        """The clock of all time limits."""
        return super().time() + self.ahead


@pytest.mark.parametrize("bytes_a_second", [200_000, 20_000, 3_000])
def test_the_largest_file_arrives_over_a_slow_line(bytes_a_second: int) -> None:
    """SE-7: an honest sender is served, also one who needs two hours."""
    assert _send(LARGEST_FILE, bytes_a_second, pause=1.0) == LARGEST_FILE


def test_rests_on_a_line_are_borne_with() -> None:
    """SE-7: a second's worth of a good line and 25 of silence, again and again."""
    assert _send(LARGEST_FILE, 200_000, pause=25.0) == LARGEST_FILE


@pytest.mark.parametrize(
    ("bytes_a_second", "pause"), [(1_000, 1.0), (200_000, 31.0)], ids=["trickle", "silence"]
)
def test_who_only_holds_a_place_is_let_go(bytes_a_second: int, pause: float) -> None:
    """SE-7: slower than any line, or silent."""
    with pytest.raises(BodyRefused) as refused:
        _send(LARGEST_FILE, bytes_a_second, pause)
    assert refused.value.status is HTTPStatus.REQUEST_TIMEOUT


def _send(size: int, piece: int, pause: float) -> int:
    """The size of the body that the door took; a piece after each pause."""
    loop = _QuickLoop()
    try:
        return loop.run_until_complete(_take(loop, size, piece, pause))
    finally:
        loop.close()


async def _take(loop: _QuickLoop, size: int, piece: int, pause: float) -> int:
    protocol = BaseProtocol(loop)
    protocol.connection_made(asyncio.Transport())
    stream = StreamReader(protocol, LARGEST_FILE, loop=loop)
    headers = {"Content-Length": str(size), "Host": "office"}
    request = make_mocked_request("POST", "/complaints/new", headers=headers, payload=stream)
    with io.BytesIO() as body:
        taking = asyncio.ensure_future(BodyTaker(DoorLimits()).take(request, body))
        for at in range(0, size, piece):
            await _let_run()
            if taking.done():
                break
            loop.ahead += pause
            await _let_run()
            stream.feed_data(b"x" * min(piece, size - at))
        stream.feed_eof()
        return await taking


async def _let_run() -> None:
    """Rounds of the loop enough for a reader to wake, and to wait again."""
    for _ in range(4):
        await asyncio.sleep(0)
