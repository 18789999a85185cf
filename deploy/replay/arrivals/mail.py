"""The message of e-mail in which a story comes in, and the one in which what was asked for comes later."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from typing import Any

from deploy.replay.evidence_files import files_of
from deploy.replay.samples import Step, Story

_OFFICE = "tousu@yunhe-zwfw.example.cn"


def mail_of(story: Story) -> bytes:
    """The file that the story names, where it lies beside the stories; else a message with the same words and files."""
    if (named := story.read_file(story.raw.get("file"))) is not None:
        return named
    message = _message(story.raw, f"<{story.id}@replay.example>", story.raw.get("subject", ""))
    message["Date"] = format_datetime(story.received_at)
    message.set_content(str(story.raw.get("body_text") or ""))
    for file in files_of(story):
        main, sub = file.media_type.split("/")
        message.add_attachment(file.content, maintype=main, subtype=sub, filename=file.name)
    return message.as_bytes()


def supplement_mail_of(story: Story, step: Step) -> bytes | None:
    """The answer to the office's request, by whoever wrote the first message; None where the story tells of none by mail."""
    told = story.raw.get("supplement")
    if story.channel != "email" or not told:
        return None
    if (named := story.read_file(story.raw.get("supplement_file"))) is not None:
        return named
    first = message_from_bytes(mail_of(story), policy=policy.default)
    message = _message(
        story.raw, f"<{story.id}.{step.no}@replay.example>", f"Re: {story.raw.get('subject', '')}"
    )
    message["Date"] = format_datetime(step.at)
    message["In-Reply-To"] = str(first["Message-ID"])
    message.set_content(str(told.get("body_text") or step.note))
    return message.as_bytes()


def _message(raw: dict[str, Any], own_id: str, subject: str) -> EmailMessage:
    message = EmailMessage(policy=policy.SMTP)
    name, address = parseaddr(str(raw["from"]))
    message["From"] = f'"{make_header(decode_header(name))}" <{address}>'
    message["To"] = str(raw.get("to") or _OFFICE)
    message["Subject"] = subject
    message["Message-ID"] = own_id
    return message
