"""Addresses of servers as settings give them: a scheme, perhaps a user, a host, perhaps a port, and no password."""

import ipaddress
from collections.abc import Mapping
from urllib.parse import SplitResult, urlsplit


def read_server(text: str, ports: Mapping[str, int], expected: str) -> SplitResult:
    """Its parts, with the port of its scheme where it has none; ValueError(`expected`).

    A password in it is refused: settings are listed and logged.
    """
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise ValueError(expected) from error
    is_bare = not (parts.password or parts.query or parts.fragment or parts.path.strip("/"))
    if parts.scheme not in ports or not parts.hostname or not is_bare:
        raise ValueError(expected)
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    user = f"{parts.username}@" if parts.username else ""
    return urlsplit(f"{parts.scheme}://{user}{host}:{port or ports[parts.scheme]}")


def is_loopback(host: str) -> bool:
    """Whether what goes there never leaves this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
