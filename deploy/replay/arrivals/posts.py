"""Chats and posts as the program of their platform delivers them, signed; the platform's own call where the story names one."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator, Mapping
from typing import Any

from deploy.replay.evidence_files import files_of
from deploy.replay.intake_door import registration_fields
from deploy.replay.samples import Story


def source_of(story: Story) -> str:
    """The code under which the platform's program is registered: one a channel."""
    return f"replay-{story.channel}"


def message_of(story: Story) -> bytes:
    """The message in the form of docs/operations.md. Whoever wrote asked for it to be taken as a complaint."""
    raw = story.raw
    called = story.read_file(raw.get("webhook"))
    read = registration_fields(story)
    text = _words_of_call(json.loads(called)) if called is not None else read["content"]
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
            "name": read["name"],
            "phone": read["phone"],
        },
        "text": text,
        "files": [
            {"name": file.name, "type": file.media_type, "content_base64": b64encode(file.content).decode()}
            for file in files_of(story)
        ],
    }
    return json.dumps(told, ensure_ascii=False).encode()


def _words_of_call(call: Mapping[str, Any]) -> str:
    return "\n".join(_said_in(call))


def _said_in(call: Mapping[str, Any]) -> Iterator[str]:
    """What the account wrote: the post, then its own lines of the conversation."""
    yield str(call["post"]["text"])
    for line in call["conversation"]["messages"]:
        if line["sender"] == "visitor" and line["type"] == "text":
            yield str(line["text"])
