"""The parts of a message: its words, what was passed on with it, and its files. Bounded, whatever is nested in it."""

import binascii
import re
from dataclasses import dataclass, field
from email import errors
from email.message import EmailMessage, Message
from io import BytesIO

from services.evidence.incoming_file import IncomingFile
from services.filing.register_complaint import MAX_RAW
from services.incoming.mail.charsets import decode_text, decode_words, find_codec
from services.incoming.mail.html_text import read_html

MAX_PARTS = 200
MAX_DEPTH = 8
# What is longer is put before a person anyhow.
MAX_TEXT = MAX_RAW + 1
PASSED_ON = "——以下为所附来信——"
_SOUND_BASE64 = re.compile(rb"[A-Za-z0-9+/]*")
_BROKEN = (
    errors.NoBoundaryInMultipartDefect,
    errors.StartBoundaryNotFoundDefect,
    errors.CloseBoundaryNotFoundDefect,
    errors.MissingHeaderBodySeparatorDefect,
    errors.FirstHeaderLineIsContinuationDefect,
    errors.MultipartInvariantViolationDefect,
    errors.InvalidBase64LengthDefect,
)


@dataclass(slots=True)
class MailParts:
    """`is_broken`: something of it is missing or could not be read."""

    text: str = ""
    files: tuple[IncomingFile, ...] = ()
    is_broken: bool = False


@dataclass(slots=True)
class _Walk:
    words: list[str] = field(default_factory=list)
    files: list[IncomingFile] = field(default_factory=list)
    parts: int = 0
    is_broken: bool = False

    def add(self, text: str) -> None:
        if text.strip():
            self.words.append(text.strip())


def read_parts(message: EmailMessage) -> MailParts:
    """Words as text, pages as their words; a message within it as words and as a file."""
    walk = _Walk()
    _read(message, walk, 0)
    return MailParts("\n\n".join(walk.words)[:MAX_TEXT], tuple(walk.files), walk.is_broken)


def _read(part: Message, walk: _Walk, depth: int) -> None:
    walk.parts += 1
    walk.is_broken |= any(isinstance(defect, _BROKEN) for defect in part.defects)
    if depth > MAX_DEPTH or walk.parts > MAX_PARTS:
        walk.is_broken = True
        return
    kind = part.get_content_type()
    if kind == "multipart/alternative":
        _read_alternative(part, walk, depth)
    elif kind == "message/rfc822":
        _read_passed_on(part, walk, depth)
    elif part.is_multipart():
        for inner in _inner(part):
            _read(inner, walk, depth + 1)
    elif _is_words(part, kind):
        walk.add(_words_of(part, kind, walk))
    else:
        walk.files.append(IncomingFile(_name_of(part, kind), kind, BytesIO(_content_of(part, walk))))


def _inner(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [inner for inner in payload if isinstance(inner, Message)] if isinstance(payload, list) else []


def _read_alternative(part: Message, walk: _Walk, depth: int) -> None:
    """The plain words where there are any, else the page; what else stands among them are files."""
    inner = _inner(part)
    plain = [one for one in inner if one.get_content_type() == "text/plain" and _is_words(one, "text/plain")]
    pages = [one for one in inner if one.get_content_type() == "text/html"]
    known = len(walk.words)
    for one in plain:
        _read(one, walk, depth + 1)
    for one in pages:
        if len(walk.words) == known:
            _read(one, walk, depth + 1)
    for one in inner:
        if one not in plain and one not in pages:
            _read(one, walk, depth + 1)


def _read_passed_on(part: Message, walk: _Walk, depth: int) -> None:
    for inner in _inner(part):
        walk.add(PASSED_ON)
        for name, told in (("subject", "主题"), ("from", "发件人"), ("date", "日期")):
            value = next((str(v) for n, v in inner.raw_items() if n.lower() == name), "")
            walk.add(f"{told}：{decode_words(value)}" if value else "")
        _read(inner, walk, depth + 1)
        content = BytesIO(inner.as_bytes())
        walk.files.append(IncomingFile(_name_of(part, "message/rfc822"), "message/rfc822", content))


def _is_words(part: Message, kind: str) -> bool:
    if kind not in ("text/plain", "text/html"):
        return False
    return part.get_content_disposition() != "attachment" and not _file_name(part)


def _words_of(part: Message, kind: str, walk: _Walk) -> str:
    declared = str(part.get_param("charset") or "") or None
    if declared is not None and find_codec(declared) is None:
        walk.is_broken = True
    text = decode_text(_content_of(part, walk), declared).replace("\x00", "").replace("\r\n", "\n")
    walk.is_broken |= "\ufffd" in text
    return read_html(text) if kind == "text/html" else text


def _content_of(part: Message, walk: _Walk) -> bytes:
    """As far as it can be decoded; base64 not by the library, which takes what is torn for the words themselves."""
    encoding = str(part.get("content-transfer-encoding", "") or "").strip().lower()
    if encoding == "base64" and isinstance(packed := part.get_payload(), str):
        return _decode_base64(packed.encode("utf-8", "replace"), walk)
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _decode_base64(raw: bytes, walk: _Walk) -> bytes:
    packed = b"".join(raw.split())
    try:
        return binascii.a2b_base64(packed, strict_mode=True)
    except binascii.Error:
        walk.is_broken = True
    # Up to where it is torn.
    sound = _SOUND_BASE64.match(packed)
    whole = sound[0] if sound is not None else b""
    return binascii.a2b_base64(whole[: len(whole) - len(whole) % 4])


def _file_name(part: Message) -> str:
    try:
        name = part.get_filename()
    except (LookupError, UnicodeError, ValueError):
        return "file"
    return decode_words(str(name)) if name else ""


def _name_of(part: Message, kind: str) -> str:
    """A file that has no name gets one by what it is said to be."""
    return _file_name(part) or ("message.eml" if kind == "message/rfc822" else f"file.{kind.split('/')[1]}")
