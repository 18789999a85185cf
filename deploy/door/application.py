"""Calls a WSGI application (PEP 3333) in a thread, with a request that is here whole, and keeps its answer."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import IO, Any
from urllib.parse import unquote_to_bytes, urlsplit

from aiohttp import web

Environ = dict[str, Any]
Wsgi = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

_HOP_BY_HOP = frozenset({"connection", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade"})
# What is sent more than once is one value for the application.
_JOINTS = {"HTTP_COOKIE": "; "}


class BadTarget(Exception):
    """The request asks for nothing that a page could have as its address."""


@dataclass(slots=True)
class Answer:
    """What the application said; `content` stands at its beginning and is closed by who takes it."""

    status: int
    reason: str
    headers: list[tuple[str, str]]
    content: IO[bytes]
    size: int


def environ_of(request: web.BaseRequest, body: IO[bytes], size: int) -> Environ:
    """The request as WSGI has it. Names with an underscore are dropped: they could pass for a proxy's."""
    path, query = _split_target(request.raw_path)
    host, port = (request.transport.get_extra_info("sockname") if request.transport else None) or ("", 0)
    environ: Environ = {
        "REQUEST_METHOD": request.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
        "RAW_URI": request.raw_path,
        "QUERY_STRING": query,
        "SERVER_NAME": host,
        "SERVER_PORT": str(port),
        "SERVER_PROTOCOL": f"HTTP/{request.version.major}.{request.version.minor}",
        "REMOTE_ADDR": request.remote or "",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": body,
        "wsgi.input_terminated": True,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for raw_name, raw_value in request.raw_headers:
        name, value = raw_name.decode("latin-1").upper(), raw_value.decode("latin-1")
        if "_" in name or name.lower() in _HOP_BY_HOP or name in ("CONTENT-LENGTH", "EXPECT"):
            continue
        key = "CONTENT_TYPE" if name == "CONTENT-TYPE" else f"HTTP_{name.replace('-', '_')}"
        joint = _JOINTS.get(key, ",")
        environ[key] = f"{environ[key]}{joint}{value}" if key in environ else value
    if size or request.method in ("POST", "PUT", "PATCH"):
        environ["CONTENT_LENGTH"] = str(size)
    return environ


def _split_target(target: str) -> tuple[str, str]:
    if not target.startswith("/"):
        parts = urlsplit(target)
        if parts.scheme not in ("http", "https"):
            raise BadTarget
        return parts.path or "/", parts.query
    path, _, query = target.partition("#")[0].partition("?")
    return path, query


def call(application: Wsgi, environ: Environ, content: IO[bytes]) -> Answer:
    """The whole answer, written to `content`; whatever the application raises comes out of here."""
    started: list[tuple[str, list[tuple[str, str]]]] = []

    def start_response(
        status: str, headers: list[tuple[str, str]], exc_info: Any = None
    ) -> Callable[[bytes], object]:
        if exc_info is None and started:
            raise RuntimeError("start_response was called twice")
        _check_headers(headers)
        started[:] = [(status, headers)]
        return content.write

    pieces = application(environ, start_response)
    try:
        for piece in pieces:
            content.write(piece)
    finally:
        if (close := getattr(pieces, "close", None)) is not None:
            close()
    if not started:
        raise RuntimeError("the application began no answer")
    [(status, headers)] = started
    size = content.tell()
    content.seek(0)
    code, _, reason = status.partition(" ")
    return Answer(
        int(code), reason, [(n, v) for n, v in headers if n.lower() not in _HOP_BY_HOP], content, size
    )


def _check_headers(headers: Iterable[tuple[str, str]]) -> None:
    for name, value in headers:
        if not (name.isascii() and value.isascii() and name.isprintable() and value.isprintable()):
            raise ValueError("a header holds what no server can send")
