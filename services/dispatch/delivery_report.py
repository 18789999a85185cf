"""Reads what a mail server reports of a message of ours that it could not deliver (RFC 3464, and servers that write prose).

Pure and for hostile bytes. Only what names an attempt by its Message-ID, which nobody can guess, is a report of ours.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from email import message_from_bytes, message_from_string
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime
from enum import StrEnum

from models.clock.legal_time import beijing_date

# What is returned may carry the whole letter; its headers come before that.
READ_BYTES = 2_000_000
_ATTEMPT = re.compile(r"(?<![0-9a-f])([0-9a-f]{32}-[1-9][0-9]{0,5})@")
_ENHANCED = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?!\d|\.\d)")
_REPLY = re.compile(r"(?<![\d.])([45])[0-5]\d(?=[\s:：-])")
_REPORTS = ("message/delivery-status", "message/global-delivery-status")
_RETURNED_HEADERS = ("text/rfc822-headers", "message/global-headers")
_SYSTEMS = frozenset({"postmaster", "mailer-daemon", "mail-daemon"})
# Below this line a server that writes prose quotes the message itself.
_QUOTE = re.compile(
    r"(?im)^-*\s*(?:below this line is a copy|this is a copy of the message|original message)"
)
_TAGS = re.compile(r"<[^<>@]*>")


class ReportedAction(StrEnum):
    """What became of the message: come back for good, delayed and still tried, or nothing that concerns us."""

    FAILED = "failed"
    DELAYED = "delayed"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """`status` is an enhanced code such as 5.1.1; a reply of three digits alone reads as 5.0.0. `day`: when it was reported."""

    attempt_id: str
    action: ReportedAction
    status: str
    day: date | None


def read_delivery_report(raw: bytes) -> DeliveryReport | None:
    """What the message reports of one of our attempts; None for any other mail, an answer of an absent person among them."""
    try:
        message = message_from_bytes(raw[:READ_BYTES])
        parts = list(_own_parts(message))
        attempt_id = _find_attempt(message, parts)
        told = _find_told(message, parts)
    except (RecursionError, ValueError, LookupError, AttributeError, TypeError):
        # The standard library's parser fails in all these ways at what is no mail.
        return None
    if attempt_id is None or told is None:
        return None
    return DeliveryReport(attempt_id, *told, _day_of(message))


def _own_parts(message: Message) -> Iterator[Message]:
    """Every part but those within a message that is returned; that message itself is one."""
    yield message
    if message.get_content_type() not in _REPORTS and message.get_content_maintype() != "message":
        payload = message.get_payload()
        for part in payload if isinstance(payload, list) else ():
            if isinstance(part, Message):
                yield from _own_parts(part)


def _find_attempt(message: Message, parts: list[Message]) -> str | None:
    """By the returned message, else by the headers of the report, else by what it quotes."""
    for text in (*_returned_ids(parts), *_answered_ids(message), *map(_text_of, parts)):
        if found := _ATTEMPT.search(text):
            return found[1]
    return None


def _returned_ids(parts: list[Message]) -> Iterator[str]:
    for part in parts:
        if part.get_content_type() in _RETURNED_HEADERS:
            yield str(message_from_string(_decoded(part)).get("Message-ID", ""))
        elif part.get_content_maintype() == "message" and part.get_content_type() not in _REPORTS:
            payload = part.get_payload()
            if isinstance(payload, list) and payload and isinstance(payload[0], Message):
                yield str(payload[0].get("Message-ID", ""))


def _answered_ids(message: Message) -> Iterator[str]:
    for header in ("In-Reply-To", "References", "X-Original-Message-ID"):
        yield str(message.get(header, ""))


def _find_told(message: Message, parts: list[Message]) -> tuple[ReportedAction, str] | None:
    reports = [part for part in parts if part.get_content_type() in _REPORTS]
    if reports:
        told = [known for part in reports for block in _blocks(part) if (known := _of_block(block))]
        # Where one report tells of several, what failed counts.
        return min(told, key=lambda known: list(ReportedAction).index(known[0]), default=None)
    return _of_prose(message, parts)


def _blocks(part: Message) -> list[Message]:
    payload = part.get_payload()
    blocks = [block for block in payload if isinstance(block, Message)] if isinstance(payload, list) else []
    if part.get_content_type() == _REPORTS[0]:
        return blocks
    # The library reads the newer type as one message whose body holds the blocks of the recipients.
    texts = [block.get_payload() for block in blocks]
    return [message_from_string(text.lstrip()) for text in texts if isinstance(text, str)]


def _of_block(block: Message) -> tuple[ReportedAction, str] | None:
    action = str(block.get("Action", "")).strip().lower()
    found = _ENHANCED.search(f"{block.get('Status', '')} {block.get('Diagnostic-Code', '')}")
    status = found[1] if found else ""
    if not action:
        return (_by_status(status), status) if status else None
    # A server that has tried long enough fails with the 4 that it met; its word decides, not the digit.
    known = action if action in set(ReportedAction) else ReportedAction.OTHER
    return ReportedAction(known), status


def _of_prose(message: Message, parts: list[Message]) -> tuple[ReportedAction, str] | None:
    """Of servers that report in words (qmail, older Exim, QQ, NetEase): from a sender that is no person, with a code."""
    if not _is_of_a_system(message):
        return None
    told = "\n".join(_QUOTE.split(text, maxsplit=1)[0] for text in map(_text_of, parts))
    codes = [found[1] for found in _ENHANCED.finditer(told)]
    codes += [f"{found[1]}.0.0" for found in _REPLY.finditer(told)]
    if not codes:
        return None
    status = next((code for code in codes if code.startswith("5")), codes[0])
    return _by_status(status), status


def _is_of_a_system(message: Message) -> bool:
    address = parseaddr(str(message.get("From", "")))[1]
    return address.partition("@")[0].lower() in _SYSTEMS


def _by_status(status: str) -> ReportedAction:
    actions = {"5": ReportedAction.FAILED, "4": ReportedAction.DELAYED}
    return actions.get(status[:1], ReportedAction.OTHER)


def _text_of(part: Message) -> str:
    if part.is_multipart() or part.get_content_maintype() != "text":
        return ""
    text = _decoded(part)
    return _TAGS.sub(" ", text) if part.get_content_subtype() == "html" else text


def _decoded(part: Message) -> str:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    try:
        return content.decode(part.get_content_charset() or "gb18030", "replace")
    except LookupError:
        return content.decode("gb18030", "replace")


def _day_of(message: Message) -> date | None:
    try:
        moment = parsedate_to_datetime(str(message.get("Date", "")))
        return beijing_date(moment) if moment.tzinfo is not None else moment.date()
    except (ValueError, OverflowError):
        return None
