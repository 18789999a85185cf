"""Reads where clamd listens from one setting: host:port, or the path of a unix socket."""

from __future__ import annotations

from urllib.parse import urlsplit

MAX_SOCKET_PATH = 107  # bytes; sun_path of unix(7) less its closing zero
_MAX_PORT = 65535
_EXPECTED = "expects host:port or the absolute path of a unix socket / 应为 主机:端口 或套接字绝对路径"


def read_clamd_address(text: str) -> str | tuple[str, int]:
    """The path of a socket, or host and port (an IPv6 address in brackets); ValueError says what was expected."""
    if text.startswith("/"):
        if len(text.encode()) > MAX_SOCKET_PATH:
            raise ValueError(f"path of the socket is longer than {MAX_SOCKET_PATH} bytes / 套接字路径过长")
        return text
    if "/" in text or "@" in text:
        raise ValueError(_EXPECTED)
    try:
        parts = urlsplit(f"//{text}")
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise ValueError(_EXPECTED) from error
    if not host or port is None or not 1 <= port <= _MAX_PORT or " " in text:
        raise ValueError(_EXPECTED)
    return host, port
