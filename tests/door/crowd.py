"""Clients who hold a connection without making use of it, and the time of a page meanwhile."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import httpx

from api.static_files import UI_FOLDER

# What each kind of client sends before it falls silent.
HALVES: dict[str, bytes] = {
    "nothing": b"",
    "half a head": b"GET / HTTP/1.1\r\nHost: office\r\nX-Slow",
    "half a body": b"POST /complaints/new HTTP/1.1\r\nHost: office\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    b"Content-Length: 1000\r\n\r\ncontent=",
}
LIMIT_SECONDS = 60.0
FIELDS = {
    "content": "9月3日下午，C03窗口要我补一张指南上没有的证明。",
    "wanted": "按公布的办事指南收件",
    "name": "简一趟",
    "phone": "19900000201",
    "privacy_notice_version": "2026-07",
}


@contextmanager
def crowd(address: str, count: int, words: bytes) -> Iterator[list[socket.socket]]:
    """So many connections that have sent `words`, until the end of the block."""
    host, port = place_of(address)
    clients: list[socket.socket] = []
    try:
        for number in range(count):
            client = socket.socket()
            client.settimeout(LIMIT_SECONDS)
            client.bind((f"127.8.{number // 250}.{1 + number % 250}", 0))
            client.connect((host, port))
            client.sendall(words)
            clients.append(client)
        yield clients
    finally:
        for client in clients:
            client.close()


def place_of(address: str) -> tuple[str, int]:
    """Host and port of an address."""
    parts = urlsplit(address)
    assert parts.hostname is not None
    assert parts.port is not None
    return parts.hostname, parts.port


def seconds_of_page(address: str, path: str = "/") -> float:
    """How long a page takes, over a connection of its own."""
    began = time.monotonic()
    assert httpx.get(f"{address}{path}", timeout=LIMIT_SECONDS).is_success
    return time.monotonic() - began


def ask(address: str, words: bytes) -> httpx.Response:
    """What the server says to raw bytes, until it closes the connection."""
    with socket.create_connection(place_of(address), timeout=LIMIT_SECONDS) as client:
        client.sendall(words)
        received = b""
        while piece := client.recv(65536):
            received += piece
    head, _, body = received.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = [(name, value) for name, _, value in (line.partition(": ") for line in lines)]
    return httpx.Response(int(first.split(" ")[1]), headers=headers, content=body)


def wait_until(condition: Callable[[], object]) -> None:
    """Wait for something that another process or thread does."""
    limit = time.monotonic() + LIMIT_SECONDS
    while not condition():
        assert time.monotonic() < limit, "did not happen"
        time.sleep(0.01)


def largest_script() -> str:
    """Where the largest file of the pages is."""
    scripts = sorted(UI_FOLDER.glob("*.js"), key=lambda path: path.stat().st_size)
    assert scripts[-1].stat().st_size > 500_000
    return f"/static/ui/{scripts[-1].name}"
