"""The certificate that both ports of the engine show."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from pathlib import Path

import grpc

from engine.access.private_file import read_private_file
from engine.start_refused import StartRefused


@dataclass(frozen=True, slots=True)
class Certificate:
    """PEM files: the certificate with its chain, and its key, which only its owner may read."""

    chain: Path
    key: Path

    def for_http(self) -> ssl.SSLContext:
        """A server's context of TLS 1.2 and later; StartRefused when the files are none or do not belong together."""
        read_private_file(self.key)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        try:
            context.load_cert_chain(self.chain, self.key)
        except (OSError, ssl.SSLError) as error:
            message = f"{self.chain} and {self.key} are no certificate with its key ({type(error).__name__})."
            raise StartRefused(message) from error
        return context

    def for_grpc(self) -> grpc.ServerCredentials:
        """The same for gRPC."""
        self.for_http()
        return grpc.ssl_server_credentials([(read_private_file(self.key).encode(), self.chain.read_bytes())])


def read_certificate(chain: Path | None, key: Path | None) -> Certificate | None:
    """Both files or neither; StartRefused when one is missing."""
    if (chain is None) != (key is None):
        raise StartRefused("A certificate and its key are given together or not at all.")
    return None if chain is None or key is None else Certificate(chain, key)
