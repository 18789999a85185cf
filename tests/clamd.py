"""A small server that speaks clamd's INSTREAM over real sockets, TCP and unix."""

from __future__ import annotations

import socket
import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from adapters.virus_scan import EICAR, ClamdAddress


class SpeakingClamd(socketserver.BaseRequestHandler):
    """Answers INSTREAM as clamd does, and with nonsense when the file asks for it."""

    def handle(self) -> None:
        connection: socket.socket = self.request
        assert connection.recv(10, socket.MSG_WAITALL) == b"zINSTREAM\0"
        content = b""
        while size := struct.unpack(">I", connection.recv(4, socket.MSG_WAITALL))[0]:
            content += connection.recv(size, socket.MSG_WAITALL)
        if content == b"confuse":
            connection.sendall(b"INSTREAM size limit exceeded. ERROR\0")
        else:
            connection.sendall(b"stream: Win.Test.EICAR FOUND\0" if EICAR in content else b"stream: OK\0")


class _UnixServer(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    """One thread a connection, as the TCP server has."""


@contextmanager
def clamd(path: Path | None = None) -> Iterator[ClamdAddress]:
    """Serves on a free port of this machine, or on a unix socket at `path`, until the block ends."""
    if path is not None:
        with _serving(_UnixServer(str(path), SpeakingClamd)):
            yield ClamdAddress(path=str(path))
        return
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), SpeakingClamd)
    with _serving(server):
        yield ClamdAddress(port=server.server_address[1])


@contextmanager
def _serving(server: socketserver.BaseServer) -> Iterator[None]:
    with server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield
        finally:
            server.shutdown()
            thread.join()
