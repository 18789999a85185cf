"""The JSON form in which a source delivers one message, read and checked field by field."""

import binascii
import json
import re
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass

from models.ground.base import CODE_LENGTH
from models.ground.codes import Channel
from models.ground.errors import InvalidInput
from services.evidence.incoming_file import MAX_FILES

# All of it, files in base64 too.
MAX_BODY_BYTES = 20 * 1024 * 1024
MAX_TEXT = 20_000
MESSAGE_ID = re.compile(r"[A-Za-z0-9._:-]{1,100}", re.ASCII)
_LONGEST = {"conversation_id": 100, "sent_at": 40}
_LONGEST_OF_SENDER = {"id": 100, "nickname": 80, "name": 80, "phone": 40, "email": 120}
_LONGEST_OF_FILE = {"name": 200, "type": 100}
_MOST_NAMED = 20
_KNOWN = {"source", "channel", "message_id", "is_complaint", "sender", "text", "files", *_LONGEST}


@dataclass(frozen=True, slots=True)
class ChatFile:
    """One file in its bytes, with what the source says of it."""

    name: str
    declared_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """`is_complaint`: the source asked its sender, who said so. `sender` by the fields of the form, empty where not told."""

    source: str
    channel: Channel
    message_id: str
    conversation_id: str
    sent_at: str
    is_complaint: bool
    sender: Mapping[str, str]
    text: str
    files: tuple[ChatFile, ...]


def parse_chat(raw: bytes) -> ChatMessage:
    """InvalidInput by field; on `body` NOT_JSON for what is none, and TOO_LARGE."""
    if len(raw) > MAX_BODY_BYTES:
        raise InvalidInput({"body": "TOO_LARGE"})
    fields = _Fields(_load(raw))
    for name in sorted(fields.told.keys() - _KNOWN)[:_MOST_NAMED]:
        fields.faults[name] = "UNKNOWN_FIELD"
    short = {name: fields.text(name, most) for name, most in _LONGEST.items()}
    source, channel = fields.text("source", CODE_LENGTH), fields.text("channel", CODE_LENGTH)
    if channel not in (Channel.CHAT, Channel.SOCIAL):
        fields.faults["channel"] = "NOT_AN_OPTION"
    if not isinstance(fields.told.get("is_complaint"), bool):
        fields.faults["is_complaint"] = "REQUIRED"
    message_id, sender = _read_id(fields), _read_sender(fields)
    text, files = fields.text("text", MAX_TEXT), _read_files(fields)
    if not text and not files:
        fields.faults.setdefault("text", "REQUIRED")
    if fields.faults:
        raise InvalidInput(fields.faults)
    return ChatMessage(
        source=source,
        channel=Channel(channel),
        message_id=message_id,
        is_complaint=fields.told["is_complaint"] is True,
        sender=sender,
        text=text,
        files=files,
        **short,
    )


class _Fields:
    """The fields of one object of the form; what is wrong with them is gathered by path."""

    def __init__(
        self, told: Mapping[str, object], faults: dict[str, str] | None = None, path: str = ""
    ) -> None:
        self.told, self.path = told, path
        self.faults: dict[str, str] = {} if faults is None else faults

    def text(self, name: str, most: int) -> str:
        """Without the space around it; empty for what is not told or at fault."""
        value = self.told.get(name, "")
        if not isinstance(value, str) or "\x00" in value:
            self.faults[self.path + name] = "NOT_TEXT"
            return ""
        if len(value) > most:
            self.faults[self.path + name] = "TOO_LONG"
        return value.strip()


def _load(raw: bytes) -> dict[str, object]:
    try:
        told: object = json.loads(raw)
        # Half characters, which no database holds.
        json.dumps(told, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise InvalidInput({"body": "NOT_JSON"}) from None
    if not isinstance(told, dict):
        raise InvalidInput({"body": "NOT_JSON"})
    return told


def _read_id(fields: _Fields) -> str:
    told = fields.text("message_id", 100)
    if not MESSAGE_ID.fullmatch(told):
        fields.faults.setdefault("message_id", "NOT_A_MESSAGE_ID" if told else "REQUIRED")
    return told


def _read_sender(fields: _Fields) -> dict[str, str]:
    sender = fields.told.get("sender", {})
    if not isinstance(sender, dict) or sender.keys() - _LONGEST_OF_SENDER.keys():
        fields.faults["sender"] = "UNKNOWN_FIELD"
        return {}
    inner = _Fields(sender, fields.faults, "sender.")
    return {name: inner.text(name, most) for name, most in _LONGEST_OF_SENDER.items()}


def _read_files(fields: _Fields) -> tuple[ChatFile, ...]:
    files = fields.told.get("files", [])
    if not isinstance(files, list) or len(files) > MAX_FILES:
        fields.faults["files"] = "TOO_MANY" if isinstance(files, list) else "UNKNOWN_FIELD"
        return ()
    return tuple(_read_file(file, f"files.{place}.", fields.faults) for place, file in enumerate(files))


def _read_file(file: object, path: str, faults: dict[str, str]) -> ChatFile:
    inner = _Fields(file if isinstance(file, dict) else {}, faults, path)
    told = {name: inner.text(name, most) for name, most in _LONGEST_OF_FILE.items()}
    if not told["name"]:
        faults.setdefault(path + "name", "REQUIRED")
    packed, content = inner.told.get("content_base64"), b""
    try:
        content = b64decode(packed if isinstance(packed, str) else "?", validate=True)
    except (binascii.Error, ValueError):
        faults[path + "content_base64"] = "NOT_BASE64"
    return ChatFile(told["name"], told["type"], content)
