"""Lets only logins that the engine knows reach the gateway; the health check stays open.

The name that a client calls (`:authority`) is not told to a Python server; a page cannot reach this port all the same,
since browsers speak HTTP/2 over TLS only and no gRPC at all.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Final, Never, TypeAlias

import grpc
import grpc.aio

from engine.access.logins import Logins
from engine.gateway.status import Context, refuse_unknown

OPEN_SERVICE: Final = "/grpc.health.v1.Health/"

# Any: handlers are generic in messages that do not matter to a login; generic in the stubs only.
Handler: TypeAlias = "grpc.RpcMethodHandler[Any, Any]"


class LoginCheck(grpc.aio.ServerInterceptor):
    """UNAUTHENTICATED for a call without a known login, before its message is read."""

    def __init__(self, logins: Logins) -> None:
        self._logins = logins

    async def intercept_service(
        self,
        continuation: Callable[[grpc.HandlerCallDetails], Awaitable[Handler | None]],
        handler_call_details: grpc.HandlerCallDetails,
    ) -> Handler | None:
        """The handler of the call, or one that refuses it."""
        if not str(handler_call_details.method).startswith(OPEN_SERVICE):
            headers = dict(handler_call_details.invocation_metadata)
            if self._logins.find(_text(headers.get("authorization"))) is None:
                return REFUSING
        return await continuation(handler_call_details)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


async def _refuse(_request: object, context: Context) -> Never:
    await refuse_unknown(context)


# Of one kind for all calls: a status may end any of them before its first message.
REFUSING: Final[Handler] = grpc.unary_unary_rpc_method_handler(_refuse)
