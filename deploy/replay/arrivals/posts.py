"""Chats and posts as the program of their platform delivers them, signed; the platform's own call where the story names one."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator, Mapping
from typing import Any

from deploy.replay.evidence_files import files_of
from deploy.replay.samples import Story
from deploy.replay.told_identity import find_name, find_phone


def source_of(story: Story) -> str:
    """The code under which the platform's program is registered: one a channel."""
    return f"replay-{story.channel}"


def message_of(story: Story) -> bytes:
    """The message in the form of docs/operations.md. Whoever wrote asked for it to be taken as a complaint."""
    raw = story.raw
    called = story.read_file(raw.get("webhook"))
    text = _words_of_call(json.loads(called)) if called is not None else _words(raw)
    whole = json.dumps(raw, ensure_ascii=False, indent=1)
    account = str(raw.get("openid") or raw.get("visitor") or "")
    told = {
        "source": source_of(story),
        "channel": story.channel,
        "message_id": story.id,
        "conversation_id": str(raw.get("conversation_id") or raw.get("post_id") or ""),
        "sent_at": story.received_at.isoformat(),
        "is_complaint": True,
        "sender": {
            "id": account,
            "nickname": str(raw.get("account") or raw.get("visitor") or ""),
            "name": find_name(whole),
            "phone": find_phone(whole),
        },
        "text": text,
        "files": [
            {"name": file.name, "type": file.media_type, "content_base64": b64encode(file.content).decode()}
            for file in files_of(story)
        ],
    }
    return json.dumps(told, ensure_ascii=False).encode()


def _words(raw: Mapping[str, Any]) -> str:
    """A post, or the lines of a conversation with who said each."""
    if raw.get("text"):
        return str(raw["text"])
    return "\n".join(f"{line['by']}: {line['text']}" for line in raw.get("transcript", ()))


def _words_of_call(call: Mapping[str, Any]) -> str:
    return "\n".join(_said_in(call))


def _said_in(call: Mapping[str, Any]) -> Iterator[str]:
    """What the account wrote: the post, then its own lines of the conversation."""
    yield str(call["post"]["text"])
    for line in call["conversation"]["messages"]:
        if line["sender"] == "visitor" and line["type"] == "text":
            yield str(line["text"])
