"""Packed request bodies are not taken: no client of the contract sends any, and a small one may unpack to anything."""

import asyncio
from contextlib import suppress

from aiohttp import web

from engine.rest.problem import Handler, Problem

# How much of a refused body is read away, so that the answer reaches a client that is still sending.
READ_AWAY_BYTES = 1 << 20
READ_AWAY_SECONDS = 2.0


@web.middleware
async def refuse_packed_bodies(request: web.Request, handler: Handler) -> web.StreamResponse:
    """415 for a body with a Content-Encoding."""
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        await _read_away(request)
        raise Problem(415, "Request bodies are taken without a Content-Encoding")
    return await handler(request)


async def _read_away(request: web.Request) -> None:
    taken = 0
    # Whatever unpacking raises: the server would meet it again when it drains the rest, and log a traceback.
    with suppress(Exception):
        async with asyncio.timeout(READ_AWAY_SECONDS):
            async for chunk in request.content.iter_any():
                taken += len(chunk)
                if taken > READ_AWAY_BYTES:
                    return
    if request.content.exception() is not None:
        request.content.feed_eof()
