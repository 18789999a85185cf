"""gRPC channels to a cluster, for threads and for an event loop, with authority and login of its connection."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import grpc
import grpc.aio

from adapters.cluster_connection import Connection
from adapters.cluster_login import ClusterLogin

AUTHORIZATION = "authorization"


def open_channel(
    address: str, connection: Connection, options: Sequence[tuple[str, object]] = ()
) -> grpc.Channel:
    """A channel for threads."""
    channel = (
        grpc.secure_channel(address, _credentials(connection), options)
        if connection.grpc_uses_tls
        else grpc.insecure_channel(address, options)
    )
    login = connection.login
    return channel if login is None else grpc.intercept_channel(channel, _ThreadLogin(login))


def open_aio_channel(address: str, connection: Connection) -> grpc.aio.Channel:
    """A channel for an event loop."""
    login = connection.login
    interceptors = [] if login is None else [_UnaryLogin(login), _StreamLogin(login)]
    if connection.grpc_uses_tls:
        return grpc.aio.secure_channel(address, _credentials(connection), interceptors=interceptors)
    return grpc.aio.insecure_channel(address, interceptors=interceptors)


def _credentials(connection: Connection) -> grpc.ChannelCredentials:
    authority = connection.ca_file
    return grpc.ssl_channel_credentials(None if authority is None else authority.read_bytes())


# Any: interceptors are generic in messages that do not matter to a login.
class _ThreadLogin(grpc.UnaryUnaryClientInterceptor):
    """For calls that a thread waits for: a refused value is replaced once."""

    def __init__(self, login: ClusterLogin) -> None:
        self._login = login

    def intercept_unary_unary(
        self, continuation: Callable[[Any, Any], Any], client_call_details: Any, request: Any
    ) -> Any:
        header = self._login.header()
        call = continuation(_signed(client_call_details, header), request)
        if call.code() is grpc.StatusCode.UNAUTHENTICATED and self._login.refused(header):
            return continuation(_signed(client_call_details, self._login.header()), request)
        return call


class _UnaryLogin(grpc.aio.UnaryUnaryClientInterceptor):
    """For calls of an event loop."""

    def __init__(self, login: ClusterLogin) -> None:
        self._login = login

    async def intercept_unary_unary(
        self, continuation: Callable[[Any, Any], Any], client_call_details: Any, request: Any
    ) -> Any:
        return await _call(self._login, continuation, client_call_details, request)


class _StreamLogin(grpc.aio.UnaryStreamClientInterceptor):
    """For polls of an event loop."""

    def __init__(self, login: ClusterLogin) -> None:
        self._login = login

    async def intercept_unary_stream(
        self, continuation: Callable[[Any, Any], Any], client_call_details: Any, request: Any
    ) -> Any:
        return await _call(self._login, continuation, client_call_details, request)


async def _call(
    login: ClusterLogin, continuation: Callable[[Any, Any], Any], details: Any, request: Any
) -> Any:
    ready = login.ready()
    header = ready if ready is not None else await asyncio.to_thread(login.header)
    call = await continuation(_signed(details, header), request)
    _watch(call, login, header)
    return call


_looks: set[asyncio.Task[None]] = set()


def _watch(call: Any, login: ClusterLogin, header: str) -> None:
    """Tell the login of a refusal when the call has ended; who made the call comes again after its own pause."""

    async def look() -> None:
        if await call.code() is grpc.StatusCode.UNAUTHENTICATED:
            await asyncio.to_thread(login.refused, header)

    def begin(_call: object) -> None:
        task = asyncio.get_running_loop().create_task(look())
        _looks.add(task)
        task.add_done_callback(_looks.discard)

    call.add_done_callback(begin)


def _signed(details: Any, header: str) -> Any:
    metadata = [*(details.metadata or ()), (AUTHORIZATION, header)]
    is_aio = isinstance(details, grpc.aio.ClientCallDetails)
    if is_aio:
        return details._replace(metadata=grpc.aio.Metadata(*metadata))
    return _Details(details.method, details.timeout, metadata, details.credentials, details.wait_for_ready)


@dataclass(frozen=True)
class _Details(grpc.ClientCallDetails):
    method: str
    timeout: float | None
    metadata: Any
    credentials: grpc.CallCredentials | None
    wait_for_ready: bool | None
    compression: Any = None
