"""A mailbox on this machine, by the commands of IMAP that the office uses and strict about when they may come."""

from __future__ import annotations

import re
import socket
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from engine.access.tls import Certificate


@dataclass
class ImapBox:
    """The folders with their messages by number. `has_move`: the server knows MOVE; `hangs_up_at`: a word it ends at.

    `quotes`: numbers of messages that it gives as a quoted string.
    """

    port: int = 0
    password: str = "geheim"
    host: str = "127.0.0.1"
    has_move: bool = True
    hangs_up_at: str = ""
    quotes: set[int] = field(default_factory=set)
    folders: dict[str, dict[int, bytes]] = field(default_factory=lambda: {"INBOX": {}})
    deleted: set[int] = field(default_factory=set)
    # What was said in words, of every connection.
    heard: list[str] = field(default_factory=list)

    def put(self, number: int, raw: bytes) -> None:
        """A message comes in."""
        self.folders["INBOX"][number] = raw


class _Session(socketserver.StreamRequestHandler):
    """One connection."""

    box: ImapBox
    # An answer is several writes: the second is not to wait until the first was acknowledged (40 ms, twice a mail).
    disable_nagle_algorithm = True

    def handle(self) -> None:
        """From the greeting to LOGOUT."""
        self._state = "greeted"
        self._say("* OK ready")
        while line := self.rfile.readline():
            tag, _, words = line.decode("ascii").strip().partition(" ")
            self.box.heard.append(words)
            if self.box.hangs_up_at and self.box.hangs_up_at in words:
                return
            if words == "LOGOUT":
                self._say("* BYE", f"{tag} OK done")
                return
            self._say(f"{tag} {self._answer(words)}")

    def _say(self, *lines: str) -> None:
        self.wfile.write("".join(f"{line}\r\n" for line in lines).encode("ascii"))

    def _answer(self, words: str) -> str:
        verb = words.split(maxsplit=1)[0]
        if verb == "CAPABILITY":
            self._say("* CAPABILITY IMAP4rev1" + (" MOVE" if self.box.has_move else ""))
            return "OK done"
        if verb == "LOGIN" and self._state == "greeted":
            if self.box.password not in words:
                return "NO wrong"
            self._state = "signed_in"
            return "OK done"
        if verb == "SELECT" and self._state == "signed_in":
            self._state = "selected"
            self._say(f"* {len(self.box.folders['INBOX'])} EXISTS")
            return "OK done"
        if verb == "CREATE" and self._state != "greeted":
            self.box.folders.setdefault(words.split('"')[1], {})
            return "OK done"
        return self._of_inbox(words) if self._state == "selected" else "BAD not now"

    def _of_inbox(self, words: str) -> str:
        inbox = self.box.folders["INBOX"]
        if words == "EXPUNGE":
            for number in self.box.deleted & inbox.keys():
                del inbox[number]
            return "OK done"
        if words.startswith("UID SEARCH"):
            self._say("* SEARCH " + " ".join(str(number) for number in sorted(list(inbox))))
            return "OK done"
        _uid, verb, told, rest = words.split(" ", 3)
        number = int(told)
        # Another connection may have moved it meanwhile; nothing is said of a number that is not there.
        raw = inbox.get(number)
        if verb == "FETCH" and raw is not None:
            self._fetch(number, raw, rest)
        elif verb in ("MOVE", "COPY"):
            folder = rest.strip('"')
            if folder not in self.box.folders:
                return "NO [TRYCREATE] no such folder"
            if raw is not None:
                self.box.folders[folder][number] = raw
            if verb == "MOVE":
                inbox.pop(number, None)
        elif verb == "STORE":
            self.box.deleted.add(number)
        return "OK done"

    def _fetch(self, number: int, raw: bytes, wanted: str) -> None:
        if "SIZE" in wanted:
            self._say(f"* 1 FETCH (UID {number} RFC822.SIZE {len(raw)})")
            return
        if number in self.box.quotes:
            self._say(f'* 1 FETCH (UID {number} BODY[] "x: y")')
            return
        if part := re.search(r"<0\.(\d+)>", wanted):
            raw = raw[: int(part[1])]
        self._say(f"* 1 FETCH (UID {number} BODY[] {{{len(raw)}}}")
        self.wfile.write(raw + b")\r\n")


class _Server(socketserver.ThreadingTCPServer):
    """With a certificate it speaks TLS from the first byte on."""

    daemon_threads = True
    context: ssl.SSLContext | None = None

    def get_request(self) -> tuple[socket.socket, Any]:
        """The handshake is made by the thread of the connection: one that fails holds nobody up."""
        connection, address = super().get_request()
        if self.context is not None:
            connection = self.context.wrap_socket(connection, server_side=True, do_handshake_on_connect=False)
        return connection, address

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Who hangs up while it shakes hands is what tests of certificates are about."""


@contextmanager
def serve_imap(certificate: Certificate | None = None, host: str = "127.0.0.1") -> Iterator[ImapBox]:
    """The mailbox, until the end of the block."""
    box = ImapBox(host=host)
    session = type("Session", (_Session,), {"box": box})
    with _Server((host, 0), session) as server:
        if certificate is not None:
            server.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            server.context.load_cert_chain(certificate.chain, certificate.key)
        box.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield box
        finally:
            server.shutdown()
            thread.join()
