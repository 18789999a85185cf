"""Sends a command to the runtime and waits for its answer, but never longer than a request may take."""

import asyncio
from typing import TypeVar

from aiohttp import web

from engine.core.commands import Command
from engine.errors import InvariantBroken
from engine.rest.search import RUNTIME

R = TypeVar("R")

REQUEST_TIMEOUT_SECONDS: web.AppKey[float] = web.AppKey("request_timeout_seconds", float)


async def execute(request: web.Request, command: Command, expected: type[R], timeout_seconds: float = 0) -> R:
    """The answer after its commit; TimeoutError (504) when it does not come in time (0: the app's own limit)."""
    async with asyncio.timeout(timeout_seconds or request.app[REQUEST_TIMEOUT_SECONDS]):
        result = await request.app[RUNTIME].execute(command)
    if not isinstance(result, expected):
        raise InvariantBroken(f"{type(command).__name__} was answered by {type(result).__name__}")
    return result


async def execute_quietly(request: web.Request, command: Command) -> web.Response:
    """Runs a command that gives nothing back: 204."""
    await execute(request, command, object)
    return web.Response(status=204)
