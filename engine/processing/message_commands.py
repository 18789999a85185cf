"""Publish messages."""

from __future__ import annotations

from engine.behaviours.messages import publish
from engine.errors import CommandRejected, Reason
from engine.processing.answers import MessagePublished
from engine.processing.commands import PublishMessage
from engine.processing.turn import Turn
from engine.state.message import Message


def publish_message(turn: Turn, command: PublishMessage) -> MessagePublished:
    """Correlate and buffer; ALREADY_EXISTS while an equal name, key and message id is buffered."""
    if not command.name:
        raise CommandRejected(
            Reason.INVALID_ARGUMENT, "Expected to publish a message with a name, but it was empty"
        )
    if command.message_id and _is_buffered(turn, command):
        text = (
            f"Expected to publish a new message with id '{command.message_id}', "
            "but a message with that id was already published"
        )
        raise CommandRejected(Reason.ALREADY_EXISTS, text)
    message = Message(
        key=turn.state.new_key(),
        name=command.name,
        correlation_key=command.correlation_key,
        message_id=command.message_id,
        published_at=turn.now,
        expires_at=turn.now + max(command.ttl_ms, 0),
        variables=dict(command.variables),
    )
    publish(turn, message)
    return MessagePublished(message.key)


def _is_buffered(turn: Turn, command: PublishMessage) -> bool:
    place = (command.name, command.correlation_key, command.message_id)
    return any(m.expires_at > turn.now for m in turn.state.list_by(Message, "message_ids", place))
