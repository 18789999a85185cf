"""A stand-in for the pages, so that servers can be compared: it reads, renders, writes under a lock, waits, is large."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

_FILE = Path(os.environ.get("SMALL_PAGES", "/tmp")) / "pages.sqlite3"  # noqa: S108 - set by the comparison
_LOCAL = threading.local()
_LARGE = b"x" * 8_000_000


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """The four pages."""
    path = environ["PATH_INFO"]
    if path == "/slow":
        time.sleep(1.5)
    if path == "/form":
        words = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        with _connection() as connection:
            connection.execute("INSERT INTO said (words) VALUES (?)", (words,))
    body = _LARGE if path == "/large" else _page()
    start_response("200 OK", [("Content-Type", "text/html"), ("Content-Length", str(len(body)))])
    return [body]


def _page() -> bytes:
    rows = _connection().execute("SELECT id, length(words) FROM said ORDER BY id DESC LIMIT 50").fetchall()
    # About as much work as a page of the office: some three milliseconds.
    return "".join(f"<li>{number}: {size}</li>" * 20 for number, size in rows or [(0, 0)] * 50).encode() * 2


def _connection() -> sqlite3.Connection:
    if not hasattr(_LOCAL, "connection"):
        _LOCAL.connection = sqlite3.connect(_FILE, timeout=10)
        _LOCAL.connection.execute("PRAGMA journal_mode=WAL")
        _LOCAL.connection.execute("CREATE TABLE IF NOT EXISTS said (id INTEGER PRIMARY KEY, words BLOB)")
    connection: sqlite3.Connection = _LOCAL.connection
    return connection


def __getattr__(name: str) -> Any:
    if name == "asgi":
        from a2wsgi import WSGIMiddleware  # noqa: PLC0415 - only one server asks for it

        return WSGIMiddleware(application, workers=8)
    raise AttributeError(name)
