"""The office's mailbox by IMAP4rev1: read whole, and moved to a folder of its own once it was taken in."""

from __future__ import annotations

import imaplib
import re
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from models.ground.away import AWAY
from models.ground.errors import OutsideUnavailable
from services.ports.mailbox import FetchedMail

STEP_SECONDS = 20.0
# Of a message that is too large: its headers and the beginning of its words.
CUT_BYTES = 200_000
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
_FAULTS = (imaplib.IMAP4.error, OSError, EOFError)


@dataclass(frozen=True, slots=True)
class ImapServer:
    """Where the mailbox is; TLS from the first byte on unless `is_plain`. `done` is the folder of what was taken in."""

    host: str
    port: int
    user: str
    password: str
    done: str = "Jieban"
    is_plain: bool = False
    trusted: ssl.SSLContext | None = None


class ImapMailbox:
    """A Mailbox; each look is a connection of its own."""

    def __init__(self, server: ImapServer) -> None:
        self._server = server

    def fetch(self, take: Callable[[FetchedMail], None], *, most: int, largest: int) -> int:
        """As Mailbox.fetch. What waits is all that lies in the inbox, read by somebody or not."""
        done, faults = 0, list[Exception]()
        with self._opened() as imap:
            with _outside():
                found = _data(imap.uid("SEARCH", "UNDELETED"))
            for number in (found[0] or b"").split():
                if most in (done, len(faults)):
                    break
                try:
                    self._hand_over(imap, number.decode("ascii"), take, largest)
                except _NotGiven as fault:
                    faults.append(fault)
                except AWAY:
                    raise
                except Exception as fault:
                    faults.append(fault)
                else:
                    done += 1
        if faults:
            raise faults[0]
        return done

    def _hand_over(
        self, imap: imaplib.IMAP4, number: str, take: Callable[[FetchedMail], None], largest: int
    ) -> None:
        with _outside():
            mail = _read(imap, number, largest)
        if mail is not None:
            take(mail)
        with _outside():
            self._put_away(imap, number)

    @contextmanager
    def _opened(self) -> Iterator[imaplib.IMAP4]:
        server = self._server
        with _outside():
            if server.is_plain:
                imap = imaplib.IMAP4(server.host, server.port, timeout=STEP_SECONDS)
            else:
                context = server.trusted or ssl.create_default_context()
                imap = imaplib.IMAP4_SSL(server.host, server.port, ssl_context=context, timeout=STEP_SECONDS)
        try:
            with _outside():
                imap.login(server.user, server.password)
                _data(imap.select("INBOX"))
            yield imap
        finally:
            with suppress(*_FAULTS):
                imap.logout()
            with suppress(*_FAULTS):
                imap.shutdown()

    def _put_away(self, imap: imaplib.IMAP4, number: str) -> None:
        """By MOVE where the server has it, else copied and deleted; the folder is made when it is missing."""
        folder = f'"{self._server.done}"'
        verb = "MOVE" if "MOVE" in imap.capabilities else "COPY"
        status, _ = imap.uid(verb, number, folder)
        if status != "OK":
            imap.create(folder)
            _data(imap.uid(verb, number, folder))
        if verb == "COPY":
            _data(imap.uid("STORE", number, "+FLAGS", r"(\Deleted)"))
            _data(imap.expunge())


class _NotGiven(OutsideUnavailable):
    """The server answers for this message in a way that it was not asked for."""


@contextmanager
def _outside() -> Iterator[None]:
    """Whatever the server does wrong: it is away, and the next round asks again."""
    try:
        yield
    except _FAULTS as error:
        raise OutsideUnavailable from error


def _read(imap: imaplib.IMAP4, number: str, largest: int) -> FetchedMail | None:
    """None for a message that somebody has taken away meanwhile, or without a byte."""
    told = b" ".join(
        part for part in _data(imap.uid("FETCH", number, "(RFC822.SIZE)")) if isinstance(part, bytes)
    )
    size = _SIZE.search(told)
    if size is None or not int(size[1]):
        return None
    is_cut = int(size[1]) > largest
    wanted = f"(BODY.PEEK[]<0.{CUT_BYTES}>)" if is_cut else "(BODY.PEEK[])"
    parts = _data(imap.uid("FETCH", number, wanted))
    raw = next((part[1] for part in parts if isinstance(part, tuple)), b"")
    if not raw and any(parts):
        raise _NotGiven
    return FetchedMail(raw, is_cut) if raw else None


def _data(answer: tuple[str, list[Any]]) -> list[Any]:  # Any: bytes, or pairs of them, as imaplib gives them
    status, data = answer
    if status != "OK":
        raise imaplib.IMAP4.error(status)
    return data
