"""Virus scanning of uploads: by a clamd server when configured, else for the EICAR test string only."""

import socket
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

import structlog

from models.ground.errors import OutsideUnavailable

CHUNK_BYTES = 1 << 16
REPLY_LIMIT_BYTES = 4096
CONNECT_SECONDS = 5.0  # a host that is off must not hold an upload as long as a slow scan may
SHOWN_REPLY = 200
# The harmless test file that every scanner agrees to call a virus (eicar.org), split so that this source
# file is not itself taken for one.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


_log = structlog.get_logger(__name__)


class EicarOnlyScanner:
    """Recognises the EICAR test string only: it proves the way of a refusal and protects nobody."""

    def find_threat(self, content: BinaryIO) -> str | None:
        """`Eicar-Test-Signature` if the string stands anywhere in `content`, else None."""
        tail = b""
        for chunk in _chunks(content):
            if EICAR in tail + chunk:
                return "Eicar-Test-Signature"
            tail = (tail + chunk)[-len(EICAR) :]
        return None


@dataclass(frozen=True, slots=True)
class ClamdAddress:
    """Where clamd listens: a host and port, or a unix socket when `path` is given."""

    host: str = "127.0.0.1"
    port: int = 3310
    path: str | None = None


class ClamdScanner:
    """Asks a clamd server by its INSTREAM command."""

    def __init__(self, address: ClamdAddress, timeout_seconds: float = 30.0) -> None:
        """`timeout_seconds` bounds every single read and write; the connection has CONNECT_SECONDS at most."""
        self._address = address
        self._timeout = timeout_seconds

    def find_threat(self, content: BinaryIO) -> str | None:
        """The name of the threat found, else None; OutsideUnavailable when no clear answer comes."""
        try:
            with self._connect() as connection:
                connection.sendall(b"zINSTREAM\0")
                for chunk in _chunks(content):
                    connection.sendall(struct.pack(">I", len(chunk)) + chunk)
                connection.sendall(struct.pack(">I", 0))
                reply = _read_reply(connection)
        except OSError as error:
            # Whoever sent the file is told to come again; only the log tells the administrator what to mend.
            _log.warning("virus_scanner_away", error_type=type(error).__name__)
            raise OutsideUnavailable from error
        return _threat_of(reply)

    def _connect(self) -> socket.socket:
        patience = min(CONNECT_SECONDS, self._timeout)
        if self._address.path is None:
            connection = socket.create_connection((self._address.host, self._address.port), patience)
        else:
            connection = _connect_to_path(self._address.path, patience)
        connection.settimeout(self._timeout)
        return connection


def _connect_to_path(path: str, patience: float) -> socket.socket:
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.settimeout(patience)
    try:
        connection.connect(path)
    except OSError:
        connection.close()
        raise
    return connection


def _chunks(content: BinaryIO) -> Iterator[bytes]:
    while chunk := content.read(CHUNK_BYTES):
        yield chunk


def _read_reply(connection: socket.socket) -> str:
    reply = b""
    while not reply.endswith(b"\0") and len(reply) < REPLY_LIMIT_BYTES:
        part = connection.recv(REPLY_LIMIT_BYTES)
        if not part:
            break
        reply += part
    return reply.rstrip(b"\0\n").decode("utf-8", "replace")


def _threat_of(reply: str) -> str | None:
    verdict = reply.removeprefix("stream: ")
    if verdict == "OK":
        return None
    if verdict.endswith(" FOUND"):
        return verdict.removesuffix(" FOUND")
    _log.warning("virus_scanner_gave_no_verdict", reason=verdict[:SHOWN_REPLY])
    raise OutsideUnavailable
