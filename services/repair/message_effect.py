"""What a message of the outbox tells, and why somebody may not drop it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bpmn.names import MessageName
from models.ledger.outbox import OutboxRow
from services.outbox.message import Message, PayloadBroken
from services.outbox.publish_message import PublishMessage
from services.outbox.registry import KINDS
from services.requests import kinds as requests

# Nothing else begins these: dropped, limits would run and no task would ever come.
BEGINS_RUN = "MESSAGE_BEGINS_RUN"
BEGINS_REQUEST = "MESSAGE_BEGINS_REQUEST"
BEGINS_WORK = "MESSAGE_BEGINS_WORK"
_KEPT: Final = {
    MessageName.REGISTERED: BEGINS_RUN,
    MessageName.STUDY_OPENED: BEGINS_WORK,
    MessageName.MEASURE_OPENED: BEGINS_WORK,
} | {kind.opening.message: BEGINS_REQUEST for kind in requests.KINDS.values()}


@dataclass(frozen=True, slots=True)
class MessageEffect:
    """`name` is that of the diagram's message, empty for other kinds and for what cannot be read.

    `kept` is the code of why it may not be dropped, empty where it may.
    """

    name: str = ""
    kept: str = ""


def find_message(row: OutboxRow) -> Message | None:
    """None for a kind or payload that this release cannot read."""
    kind = KINDS.get(row.kind)
    if kind is None:
        return None
    try:
        return kind.read(row.payload)
    except PayloadBroken:
        return None


def tell_effect(row: OutboxRow) -> MessageEffect:
    """What cannot be read can never be sent: it may be dropped."""
    message = find_message(row)
    if not isinstance(message, PublishMessage):
        return MessageEffect()
    name = MessageName(message.name)
    return MessageEffect(name.value, _KEPT.get(name, ""))
