"""A mail server on this machine, which a test makes refuse, postpone, or fall silent after it has taken a message."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.free_ports import free_ports


@dataclass
class MailServer:
    """What came in. `at_rcpt` and `at_data` are answers in its place; `hangs_up`: takes the message and says nothing."""

    port: int = 0
    at_rcpt: str = ""
    at_data: str = ""
    hangs_up: bool = False
    came: list[tuple[str, EmailMessage]] = field(default_factory=list)

    def read(self) -> list[tuple[str, str, str]]:
        """To whom, subject and text."""
        return [(to, str(mail["Subject"]), _text_of(mail)) for to, mail in self.came]

    def files(self, no: int = 0) -> dict[str, tuple[str, bytes]]:
        """What is attached to one of them: media type and content by name."""
        parts = self.came[no][1].iter_attachments()
        return {str(part.get_filename()): (part.get_content_type(), part.get_content()) for part in parts}

    async def handle_RCPT(self, *asked: Any) -> str:  # Any: server, session, envelope, address and options
        """As aiosmtpd asks."""
        _server, _session, envelope, address, _options = asked
        if not self.at_rcpt:
            envelope.rcpt_tos.append(address)
        return self.at_rcpt or "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """As aiosmtpd asks."""
        if self.at_data:
            return self.at_data
        mail = message_from_bytes(envelope.original_content or b"", policy=default)
        assert isinstance(mail, EmailMessage)
        self.came.append((envelope.rcpt_tos[0], mail))
        if self.hangs_up and server.transport is not None:
            server.transport.abort()
        return "250 taken"


def _text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content()).strip()


@contextmanager
def serve_mail(
    *, login: tuple[str, str] | None = None, tls: ssl.SSLContext | None = None
) -> Iterator[MailServer]:
    """Serve on a free port of the loopback until the block ends; with `tls` from the first byte on."""
    (port,) = free_ports(1)
    mail = MailServer(port)

    def check(*asked: Any) -> AuthResult:  # Any: server, session, envelope, mechanism and login
        told: LoginPassword = asked[-1]
        is_right = login is not None and (told.login.decode(), told.password.decode()) == login
        return AuthResult(success=is_right, handled=False)

    asks = {} if login is None else {"auth_required": True, "auth_require_tls": False, "authenticator": check}
    controller = Controller(mail, hostname="127.0.0.1", port=port, ssl_context=tls, **asks)
    controller.start()
    try:
        yield mail
    finally:
        controller.stop()
