"""A TCP proxy that a test makes slow, deaf or torn."""

from __future__ import annotations

import socket
import struct
import threading
from contextlib import suppress
from enum import StrEnum

_CHUNK = 65536


class Mood(StrEnum):
    """What it does with connections and bytes."""

    PASS = "pass"
    RESET = "reset"
    DEAF = "deaf"  # takes bytes in and hands none on: half open
    SLOW = "slow"
    DROP_ANSWERS = "drop answers"  # what was asked is done, and nobody hears of it


class Proxy:
    """Listens on `port` and hands on to `target`, as its mood has it."""

    def __init__(self, port: int, target: int) -> None:
        self.mood = Mood.PASS
        self.met = 0
        self._target = target
        self._open: set[socket.socket] = set()
        self._server = socket.create_server(("127.0.0.1", port))
        threading.Thread(target=self._accept, daemon=True).start()

    def set(self, mood: Mood) -> None:
        """From now on; connections of before are torn, except by a slow one."""
        self.mood = mood
        if mood in (Mood.RESET, Mood.PASS):
            for connection in list(self._open):
                _tear(connection)

    def close(self) -> None:
        """End it."""
        self._server.close()
        for connection in list(self._open):
            _tear(connection)

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._server.accept()
            except OSError:
                return
            if self.mood is Mood.RESET:
                self.met += 1
                _tear(client)
                continue
            try:
                upstream = socket.create_connection(("127.0.0.1", self._target), 2)
            except OSError:
                _tear(client)
                continue
            upstream.settimeout(None)
            self._open |= {client, upstream}
            for source, sink, is_answer in ((client, upstream, False), (upstream, client, True)):
                threading.Thread(target=self._pump, args=(source, sink, is_answer), daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket, is_answer: bool) -> None:
        with suppress(OSError):
            while piece := source.recv(_CHUNK):
                if self.mood is Mood.SLOW:
                    self.met += 1
                    threading.Event().wait(0.4)
                if self.mood is Mood.DEAF:
                    self.met += 1
                    continue
                if self.mood is Mood.DROP_ANSWERS and is_answer:
                    self.met += 1
                    break
                sink.sendall(piece)
        for connection in (source, sink):
            _tear(connection)
            self._open.discard(connection)


def _tear(connection: socket.socket) -> None:
    with suppress(OSError):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
    with suppress(OSError):
        connection.close()
