"""The system under test as its clients reach it: a gRPC stub and REST v2, at two addresses."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
import grpc.aio
from pyzeebe.proto.gateway_pb2_grpc import GatewayStub

POLL_SECONDS = 0.05


class Differs(Exception):
    """Something was seen that the case does not expect."""

    def __init__(self, what: str, expected: object, seen: object) -> None:
        super().__init__(what)
        self.what, self.expected, self.seen = what, expected, seen


@dataclass(frozen=True)
class Target:
    """Open connections; `limit_seconds` bounds every wait for something that is eventual."""

    stub: GatewayStub
    http: aiohttp.ClientSession
    rest_address: str
    limit_seconds: float

    async def rest(self, method: str, path: str, body: object | None = None) -> tuple[int, Any]:
        """Status and parsed body (None without one) of a REST v2 call."""
        async with self.http.request(method, f"{self.rest_address}/v2{path}", json=body) as response:
            return response.status, await response.json(content_type=None) if await response.read() else None

    async def search(self, path: str, **conditions: object) -> list[dict[str, Any]]:
        """All items of a search in the order in which they came to be."""
        body = {"filter": conditions, "page": {"limit": 1000}}
        status, answer = await self.rest("POST", f"{path}/search", body)
        if status != 200:
            raise Differs(f"search of {path}", 200, (status, answer))
        return list(answer["items"])

    async def eventually(self, what: str, expected: object, look: Callable[[], Awaitable[object]]) -> None:
        """Look until it is as expected; what is seen last is the difference."""
        ends_at = asyncio.get_running_loop().time() + self.limit_seconds
        while (seen := await look()) != expected:
            if asyncio.get_running_loop().time() > ends_at:
                raise Differs(what, expected, seen)
            await asyncio.sleep(POLL_SECONDS)


@asynccontextmanager
async def connected(grpc_address: str, rest_address: str, limit_seconds: float) -> AsyncIterator[Target]:
    """A target at `host:port` and `http://host:port`."""
    async with grpc.aio.insecure_channel(grpc_address) as channel, aiohttp.ClientSession() as http:
        yield Target(GatewayStub(channel), http, rest_address.rstrip("/").removesuffix("/v2"), limit_seconds)
