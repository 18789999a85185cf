"""Virus scanning: the EICAR string without a server, and the INSTREAM dialogue with one."""

import io
import socket
import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from adapters.virus_scan import CHUNK_BYTES, EICAR, ClamdAddress, ClamdScanner, EicarOnlyScanner
from models.errors import OutsideUnavailable


@pytest.mark.parametrize("before", [0, 1, CHUNK_BYTES - 10, CHUNK_BYTES])
def test_the_eicar_string_is_found_wherever_it_stands(before: int) -> None:
    content = io.BytesIO(b"x" * before + EICAR + b"y")
    assert EicarOnlyScanner().find_threat(content) == "Eicar-Test-Signature"


def test_anything_else_passes_without_a_server() -> None:
    assert EicarOnlyScanner().find_threat(io.BytesIO(EICAR[:-1])) is None


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


@contextmanager
def clamd() -> Iterator[ClamdAddress]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), SpeakingClamd) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield ClamdAddress(port=server.server_address[1])
        finally:
            server.shutdown()
            thread.join()


def test_a_scanning_server_is_asked_chunk_by_chunk() -> None:
    with clamd() as address:
        scanner = ClamdScanner(address)
        assert scanner.find_threat(io.BytesIO(b"x" * (CHUNK_BYTES * 2 + 1))) is None
        assert scanner.find_threat(io.BytesIO(EICAR)) == "Win.Test.EICAR"


def test_an_answer_without_a_verdict_lets_nothing_pass() -> None:
    with clamd() as address, pytest.raises(OutsideUnavailable):
        ClamdScanner(address).find_threat(io.BytesIO(b"confuse"))


def test_a_server_that_is_away_lets_nothing_pass() -> None:
    with clamd() as address:
        pass
    with pytest.raises(OutsideUnavailable):
        ClamdScanner(address).find_threat(io.BytesIO(b"x"))
