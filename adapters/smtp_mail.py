"""Notices as e-mail, by SMTP: it tells apart what the server certainly has not taken, refuses, and may have taken."""

from __future__ import annotations

import asyncio
import ssl
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY

from aiosmtplib import SMTP, SMTPAuthenticationError, SMTPException, SMTPResponseException

from models.ground.errors import OutsideUnavailable
from services.ports.carrier import Fate, InDoubt, Parcel, Refused
from services.ports.outside import Clock

STEP_SECONDS = 20.0
# Of everything before and after the message itself; below the lease of an attempt.
WHOLE_SECONDS = 60.0
LASTING = 500
BAD_ADDRESS = "BAD_ADDRESS"


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """Where mail is handed over; `is_tls` from the first byte on, else STARTTLS is asked for unless `is_plain`."""

    host: str
    port: int
    is_tls: bool = False
    is_plain: bool = False
    user: str = ""
    password: str = ""
    trusted: ssl.SSLContext | None = None


class SmtpMail:
    """A Carrier of e-mail; each notice is a connection of its own, from a thread without a loop."""

    def __init__(self, server: SmtpServer, sender: str, clock: Clock) -> None:
        self._server, self._sender, self._clock = server, sender, clock

    def carry(self, parcel: Parcel) -> None:
        """As Carrier.carry; a fault of our login is the office's to mend, so the notice waits."""
        to = _ascii_address(parcel.to)
        message = self._write(parcel, to)
        asyncio.run(self._carry(to, message))

    def find_fate(self, attempt_id: str) -> Fate:
        """No mail server can be asked what became of a message."""
        return Fate.UNKNOWN

    async def _carry(self, to: str, message: bytes) -> None:
        smtp = self._client()
        try:
            await self._address(smtp, to)
            await self._hand_over(smtp, message)
        finally:
            transport = smtp.transport
            with suppress(SMTPException, OSError, TimeoutError):
                await smtp.quit(timeout=1)
            smtp.close()
            if isinstance(transport, asyncio.WriteTransport):
                # TLS waits for the other side's goodbye longer than this loop lives.
                transport.abort()
                await asyncio.sleep(0)

    def _client(self) -> SMTP:
        server = self._server
        return SMTP(
            hostname=server.host,
            port=server.port,
            use_tls=server.is_tls,
            start_tls=not (server.is_tls or server.is_plain),
            username=server.user or None,
            password=server.password or None,
            tls_context=server.trusted or ssl.create_default_context(),
            timeout=STEP_SECONDS,
        )

    async def _address(self, smtp: SMTP, to: str) -> None:
        """Up to here nothing of the message has left."""
        try:
            async with asyncio.timeout(WHOLE_SECONDS):
                await smtp.connect()
                await smtp.mail(self._sender)
                await smtp.rcpt(to)
        except SMTPAuthenticationError as error:
            raise OutsideUnavailable from error
        except SMTPResponseException as error:
            raise _answer_of(error) from error
        except (SMTPException, OSError, TimeoutError) as error:
            raise OutsideUnavailable from error

    async def _hand_over(self, smtp: SMTP, message: bytes) -> None:
        try:
            async with asyncio.timeout(WHOLE_SECONDS):
                await smtp.data(message)
        except SMTPResponseException as error:
            raise _answer_of(error) from error
        except (SMTPException, OSError, TimeoutError) as error:
            # The server may have taken it and its word been lost.
            raise InDoubt from error

    def _write(self, parcel: Parcel, to: str) -> bytes:
        message = EmailMessage()
        try:
            message["To"] = Address(addr_spec=to)
        except (ValueError, IndexError, MessageError) as error:
            raise Refused(BAD_ADDRESS) from error
        message["From"] = self._sender
        message["Subject"] = parcel.subject
        message["Date"] = self._clock.now()
        message["Message-ID"] = f"<{parcel.attempt_id}@{self._sender.rpartition('@')[2]}>"
        # No programme answers it, and none tells of an absence.
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(parcel.text, cte="base64")
        for file in parcel.attachments:
            kind, _, form = file.media_type.partition("/")
            message.add_attachment(file.content, maintype=kind, subtype=form, filename=file.name)
        return message.as_bytes(policy=SMTP_POLICY)


def _ascii_address(address: str) -> str:
    """With its domain as servers know it (IDNA), which may be typed in Chinese; Refused for what no server can be asked for."""
    local, _, domain = unicodedata.normalize("NFKC", address).rpartition("@")
    try:
        return f"{local}@{domain.encode('idna').decode()}".encode("ascii").decode()
    except UnicodeError as error:
        raise Refused(BAD_ADDRESS) from error


def _answer_of(error: SMTPResponseException) -> Exception:
    """What a code of three digits means: lasting ones begin with 5."""
    return Refused(f"SMTP_{error.code}") if error.code >= LASTING else OutsideUnavailable()
