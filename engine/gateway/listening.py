"""The gRPC server of the engine with gateway and health service; port and message limits are decided here."""

from __future__ import annotations

from typing import Final

import grpc.aio

# The package ships no types.
from grpc_health.v1 import health, health_pb2, health_pb2_grpc  # type: ignore[import-untyped]  # see above
from pyzeebe.proto import gateway_pb2_grpc

from engine.access.logins import Logins
from engine.gateway.login_check import LoginCheck
from engine.gateway.servicer import GatewayServicer
from engine.runtime import Runtime
from engine.settings import EngineSettings
from engine.start_refused import StartPostponed

GATEWAY_SERVICE: Final = "gateway_protocol.Gateway"
OPTIONS: Final = (
    # Without this a second engine would silently share the port of the first.
    ("grpc.so_reuseport", 0),
    # Payloads of variables and deployments, 4 MB each as on a cluster, plus their envelope.
    ("grpc.max_receive_message_length", 5 * 1024 * 1024),
    ("grpc.max_send_message_length", 16 * 1024 * 1024),
    # The library cancels calls that wait to be looked at, some from 1,000 on, all from 3,000 on or after 30 s; here
    # each is looked at, and served or refused with a status.
    ("grpc.server_max_unrequested_time_in_server", 300),
    ("grpc.server.max_pending_requests", 16_000),
    ("grpc.server.max_pending_requests_hard_limit", 32_000),
)


class GatewayServer:
    """Listens from `start` to `stop`."""

    def __init__(self, runtime: Runtime, settings: EngineSettings, logins: Logins) -> None:
        self._servicer = GatewayServicer(runtime)
        self._health = health.aio.HealthServicer()
        self._certificate = settings.certificate
        self._server = grpc.aio.server(options=OPTIONS, interceptors=[LoginCheck(logins)])
        gateway_pb2_grpc.add_GatewayServicer_to_server(self._servicer, self._server)
        health_pb2_grpc.add_HealthServicer_to_server(self._health, self._server)
        self._host = settings.host
        self._wanted_port = settings.grpc_port

    async def start(self) -> int:
        """Listen and answer the bound port; a port in use is refused by name."""
        host = f"[{self._host}]" if ":" in self._host else self._host
        try:
            port = self._bind(f"{host}:{self._wanted_port}")
        except RuntimeError as error:
            message = f"The gRPC port {self._wanted_port} on {self._host} is taken or cannot be bound."
            raise StartPostponed(message) from error
        self._servicer.address = (self._host, port)
        await self._server.start()
        for service in ("", GATEWAY_SERVICE):
            await self._health.set(service, health_pb2.HealthCheckResponse.SERVING)
        return port

    def _bind(self, place: str) -> int:
        if self._certificate is None:
            return self._server.add_insecure_port(place)
        return self._server.add_secure_port(place, self._certificate.for_grpc())

    async def stop(self, grace_seconds: float | None) -> None:
        """Refuse new calls, let running ones end within the grace, then cut them."""
        await self._health.enter_graceful_shutdown()
        await self._server.stop(grace_seconds)
