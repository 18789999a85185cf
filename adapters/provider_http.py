"""HTTP to the identity provider: to its own address alone, without redirects, within a time and a size."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from pathlib import Path
from threading import BoundedSemaphore
from urllib.parse import urlsplit

import httpx

from adapters.cluster_connection import Connection
from services.ports.identity_provider import ProviderAway

SECONDS = 5.0
LARGEST_ANSWER = 256 * 1024
# So many threads of a process at most wait for it; the others serve pages.
_AT_ONCE = 4
_DEFAULT_PORTS = {"https": 443, "http": 80}


class ProviderHttp:
    """Questions to one origin (scheme, host, port); safe to share between threads."""

    def __init__(self, issuer: str, ca_file: Path | None = None) -> None:
        """`ca_file`: an authority of one's own; without it those that the system trusts."""
        self._origin = origin_of(issuer)
        # Apart, so that those who only begin keep nobody out who comes back.
        self._turns = {"GET": BoundedSemaphore(_AT_ONCE), "POST": BoundedSemaphore(_AT_ONCE)}
        self._client = httpx.Client(
            timeout=SECONDS,
            verify=Connection(ca_file=ca_file).tls,
            trust_env=False,
            follow_redirects=False,
            headers={"Accept": "application/json", "Accept-Encoding": "identity"},
        )

    def is_own(self, address: object) -> bool:
        """Whether the address is one of the provider's origin."""
        return isinstance(address, str) and origin_of(address) == self._origin

    def get(self, address: str) -> Mapping[str, object]:
        """The JSON object there; ProviderAway for anything else."""
        status, answer = self._ask("GET", address)
        if status != httpx.codes.OK:
            raise ProviderAway(f"the identity provider answers {status}")
        return answer

    def post(
        self, address: str, fields: Mapping[str, str], auth: tuple[str, str] | None
    ) -> tuple[int, Mapping[str, object]]:
        """Status and JSON object of an answer to a form."""
        return self._ask("POST", address, fields, auth)

    def _ask(
        self,
        method: str,
        address: str,
        fields: Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None,
    ) -> tuple[int, Mapping[str, object]]:
        if not self.is_own(address):
            raise ProviderAway("an address that is not the identity provider's")
        if not self._turns[method].acquire(blocking=False):
            raise ProviderAway("too many wait for the identity provider")
        try:
            with self._client.stream(method, address, data=fields, auth=auth) as answer:
                return answer.status_code, _read_object(answer)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise ProviderAway(f"the identity provider does not answer ({type(error).__name__})") from error
        finally:
            self._turns[method].release()


def origin_of(address: str) -> tuple[str, str, int | None] | None:
    """Scheme, host and port; None for what is no address."""
    try:
        parts = urlsplit(address)
        port = parts.port or _DEFAULT_PORTS.get(parts.scheme)
    except ValueError:
        return None
    if parts.username is not None or not parts.hostname:
        return None
    return parts.scheme, parts.hostname, port


def _read_object(answer: httpx.Response) -> Mapping[str, object]:
    ends, content = time.monotonic() + SECONDS, b""
    # Raw: a compressed answer, which nobody asked for, could be any size.
    for piece in answer.iter_raw():
        content += piece
        if len(content) > LARGEST_ANSWER or time.monotonic() > ends:
            raise ProviderAway("the identity provider's answer is too long or too slow")
    try:
        read = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise ProviderAway("the identity provider's answer is not JSON") from error
    if not isinstance(read, dict):
        raise ProviderAway("the identity provider's answer is no object")
    return read
