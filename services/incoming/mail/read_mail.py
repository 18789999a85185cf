"""One message of e-mail as the office reads it: who, what, with which files, in answer to what; whether a machine wrote it."""

import hashlib
import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr, quote

from models.ground.codes import Channel
from models.ground.incoming_codes import IncomingReason
from services.dispatch.delivery_report import read_delivery_report
from services.incoming.mail.charsets import decode_words
from services.incoming.mail.mail_parts import MailParts, read_parts
from services.incoming.mail.written_by_machine import find_machine
from services.incoming.reading import CannotRead, Reading, Thread

MAX_HEADER = 1_000
MAX_ANSWERED = 50
# The library takes a minute for the parameters of one that is longer by far; no program of mail writes such a one.
MAX_CONTENT_HEADER = 16_000
_CONTENT_HEADER = re.compile(rb"(?im)^content-[a-z-]{1,40}:[^\n]*(?:\n[ \t][^\n]*)*")
_MESSAGE_ID = re.compile(r"<[^<>\s]{1,250}>")
_CASE_NUMBER = re.compile(r"[A-Z][A-Z0-9]{0,9}-\d{4}-\d{6}")


def read_mail(raw: bytes) -> Reading:
    """CannotRead for bytes without a single header of a message, and where one that tells of content is endless."""
    message = _parse(raw)
    headers = _Headers(message)
    if not headers.has_any:
        raise CannotRead
    name, address = headers.sender
    parts = read_parts(message)
    subject = headers.get("subject")
    told = {
        "message_id": headers.get("message-id"),
        "from": f'"{quote(name)}" <{address}>' if name and address else address or headers.get("from"),
        "to": headers.get("to"),
        "date": headers.get("date"),
        "subject": subject,
        "body_text": parts.text,
    }
    # Of one of ours: it stands with its notice, where somebody sees to it.
    reported = IncomingReason.FAILED_DELIVERY if read_delivery_report(raw) is not None else None
    machine = find_machine(headers.get, headers.get_type(), has_sender=bool(address))
    return Reading(
        channel=Channel.EMAIL,
        source_id=_identify(told, parts) if told["message_id"] else "",
        message=told,
        text=parts.text,
        sender=address,
        files=parts.files,
        thread=Thread(
            own=next(iter(_MESSAGE_ID.findall(told["message_id"])), ""),
            answered=tuple(
                dict.fromkeys(
                    _MESSAGE_ID.findall(f"{headers.get('in-reply-to')} {headers.get('references')}")
                )
            )[:MAX_ANSWERED],
            numbers=tuple(dict.fromkeys(_CASE_NUMBER.findall(subject.upper()))),
        ),
        set_aside=machine.set_aside or (IncomingReason.UNREADABLE if parts.is_broken else None),
        left_alone=reported or machine.left_alone,
        may_be_answered=machine.may_be_answered,
    )


def _parse(raw: bytes) -> EmailMessage:
    if any(len(found[0]) > MAX_CONTENT_HEADER for found in _CONTENT_HEADER.finditer(raw)):
        raise CannotRead
    return message_from_bytes(raw, policy=policy.default)


class _Headers:
    """The headers by name, in the words of their sender; of several of a name the first."""

    def __init__(self, message: EmailMessage) -> None:
        self._raw: dict[str, str] = {}
        for name, value in message.raw_items():
            self._raw.setdefault(name.lower(), str(value))

    @property
    def has_any(self) -> bool:
        return bool(self._raw.keys() & {"from", "subject", "date", "message-id", "to"})

    @property
    def sender(self) -> tuple[str, str]:
        """Name and address. They are told apart before the name is decoded: it may hold another address."""
        folded = " ".join(self._raw.get("from", "").splitlines())
        name, address = parseaddr(decode_words(folded) if not folded.isascii() else folded)
        is_address = "@" in address and address.isascii() and not re.search(r"[\s<>\"]", address)
        return decode_words(name)[:MAX_HEADER], address[:MAX_HEADER] if is_address else ""

    def get(self, name: str) -> str:
        return decode_words(self._raw.get(name, "")).replace("\x00", "")[:MAX_HEADER]

    def get_type(self) -> str:
        return " ".join(self._raw.get("content-type", "").lower().split())


def _identify(told: dict[str, str], parts: MailParts) -> str:
    """What somebody else sends under the id of a message is another message."""
    digest = hashlib.sha256()
    for name in ("message_id", "from", "subject", "body_text"):
        digest.update(told[name].encode("utf-8", "replace") + b"\0")
    for file in parts.files:
        digest.update(file.name.encode("utf-8", "replace") + b"\0")
        digest.update(hashlib.sha256(file.stream.read()).digest())
        file.stream.seek(0)
    return digest.hexdigest()
