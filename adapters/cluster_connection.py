"""How a cluster is reached: the authority that is trusted, the login, and whether gRPC speaks TLS as REST may."""

import ssl
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

import httpx

from adapters.cluster_login import ClusterLogin


@dataclass(frozen=True, slots=True)
class Connection:
    """`ca_file`: an authority of one's own in PEM; without it those that the system or its libraries trust."""

    login: ClusterLogin | None = None
    ca_file: Path | None = None
    grpc_uses_tls: bool = False

    @property
    def tls(self) -> ssl.SSLContext | bool:
        """What httpx verifies servers by."""
        return True if self.ca_file is None else ssl.create_default_context(cafile=self.ca_file)

    @property
    def auth(self) -> httpx.Auth | None:
        """The login for httpx."""
        return None if self.login is None else _HttpLogin(self.login)


PLAIN = Connection()


class _HttpLogin(httpx.Auth):
    """Adds the login; after a 401 one more try when there is another value."""

    def __init__(self, login: ClusterLogin) -> None:
        self._login = login

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        header = self._login.header()
        request.headers["Authorization"] = header
        response = yield request
        if response.status_code == httpx.codes.UNAUTHORIZED and self._login.refused(header):
            request.headers["Authorization"] = self._login.header()
            yield request
