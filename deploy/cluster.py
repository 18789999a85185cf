"""The way to the process engine that the settings describe; one login a process, shared by gRPC and REST."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
from pydantic import SecretStr

from adapters.camunda_http import CamundaHttp
from adapters.cluster_connection import Connection
from adapters.cluster_login import (
    TOKEN_SECONDS,
    ClusterLogin,
    FixedLogin,
    OAuthClient,
    OAuthLogin,
    basic_header,
)
from deploy.private_secret import read_later, secret_of
from deploy.settings import Settings, SettingsFault
from engine.access.logins import first_header
from engine.start_refused import StartRefused

if TYPE_CHECKING:
    import grpc.aio

    from adapters.camunda_grpc import ZeebeMessages
    from adapters.camunda_monitor import CamundaMonitor
    from adapters.camunda_rest import CamundaEngine


def open_http(settings: Settings) -> CamundaHttp:
    """REST of the engine or cluster."""
    return CamundaHttp(settings.rest_address, connection_of(settings))


def open_messages(settings: Settings) -> ZeebeMessages:
    """gRPC of the engine or cluster."""
    from adapters.camunda_grpc import ZeebeMessages  # noqa: PLC0415 - the pages do without gRPC

    return ZeebeMessages(settings.gateway_address, connection_of(settings))


@contextmanager
def open_engine_and_monitor(settings: Settings) -> Iterator[tuple[CamundaEngine, CamundaMonitor]]:
    """Commands and views of the engine or cluster, for a command that ends; closed at the end."""
    from adapters.camunda_monitor import CamundaMonitor  # noqa: PLC0415 - the pages open their own
    from adapters.camunda_rest import CamundaEngine  # noqa: PLC0415 - as above

    http, messages = open_http(settings), open_messages(settings)
    try:
        yield CamundaEngine(http, messages), CamundaMonitor(http)
    finally:
        http.close()
        messages.close()


def open_workers_channel(settings: Settings, address: str) -> grpc.aio.Channel:
    """The channel that workers poll on."""
    from adapters.cluster_channels import open_aio_channel  # noqa: PLC0415 - as above

    return open_aio_channel(address, connection_of(settings))


@lru_cache(maxsize=8)
def connection_of(settings: Settings) -> Connection:
    """Authority, login and TLS; SettingsFault when a file with a secret cannot be used."""
    try:
        login = _login_of(settings)
    except StartRefused as fault:
        raise SettingsFault([str(fault)]) from fault
    authority = settings.zeebe_ca_certificate_path
    if authority is None and settings.has_embedded_engine:
        # A certificate that vouches for itself; one of an authority needs the setting.
        authority = settings.engine_tls_certificate
    return Connection(login, authority, settings.gateway_uses_tls)


def _login_of(settings: Settings) -> ClusterLogin | None:
    if settings.has_embedded_engine:
        path = settings.engine_login_file
        if path is None:
            return None
        first_header(path)
        return FixedLogin(read_later(lambda: first_header(path)))
    if settings.zeebe_client_id:
        read = _reader(settings.zeebe_client_secret, settings.zeebe_client_secret_file)
        client = OAuthClient(
            settings.camunda_oauth_url,
            settings.zeebe_client_id,
            read,
            settings.zeebe_token_audience,
            settings.zeebe_token_scope,
        )
        trusted = Connection(ca_file=settings.zeebe_ca_certificate_path).tls
        return OAuthLogin(client, httpx.Client(timeout=TOKEN_SECONDS, verify=trusted, trust_env=False))
    if settings.camunda_basic_auth_username:
        password = _reader(settings.camunda_basic_auth_password, settings.camunda_basic_auth_password_file)
        return FixedLogin(lambda: basic_header(settings.camunda_basic_auth_username, password()))
    return None


def _reader(value: SecretStr, path: Path | None) -> Callable[[], str]:
    """Reads the secret: from the file, each time anew, where one is set."""
    if path is None:
        return value.get_secret_value
    return secret_of(path)
