"""Publish and correlate messages."""

from __future__ import annotations

from engine.behaviours.messages import deliver_kept, is_awaited, publish
from engine.behaviours.resting import refuse_resting
from engine.core.answers import Done, MessageCorrelated, MessagePublished
from engine.core.commands import CorrelateMessage, DeliverKept, PublishMessage
from engine.core.turn import Turn
from engine.errors import CommandRejected, InvariantBroken, Reason
from engine.state.message import Message
from engine.state.message_subscription import MessageSubscription


def publish_message(turn: Turn, command: PublishMessage) -> MessagePublished:
    """Correlate and buffer; ALREADY_EXISTS while an equal name, key and message id is buffered."""
    _require_name(command.name)
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


def correlate_message(turn: Turn, command: CorrelateMessage) -> MessageCorrelated:
    """Deliver at once to all that a published message would reach; NOT_FOUND when that is nobody."""
    _require_name(command.name)
    if not is_awaited(turn, command.name, command.correlation_key):
        place = (command.name, command.correlation_key)
        for waiting in turn.state.list_by(MessageSubscription, "subscriptions", place):
            refuse_resting(
                turn, waiting.process_instance_key, f"correlate message with name '{command.name}'"
            )
        text = (
            f"Expected to find subscription for message with name '{command.name}' and correlation key "
            f"'{command.correlation_key}', but none was found."
        )
        raise CommandRejected(Reason.NOT_FOUND, text)
    message = Message(
        key=turn.state.new_key(),
        name=command.name,
        correlation_key=command.correlation_key,
        message_id="",
        published_at=turn.now,
        expires_at=turn.now,
        variables=dict(command.variables),
    )
    instance_key = publish(turn, message)
    if instance_key is None:
        raise InvariantBroken(f"message '{command.name}' was awaited, but nobody took it")
    return MessageCorrelated(message.key, instance_key)


def deliver_kept_message(turn: Turn, command: DeliverKept) -> Done:
    """Give a message that was kept to whom it was kept for; a root that has ended takes none."""
    deliver_kept(turn, command.message_key, command.root_instance_key)
    return Done()


def _require_name(name: str) -> None:
    if not name:
        raise CommandRejected(
            Reason.INVALID_ARGUMENT, "Expected to publish a message with a name, but it was empty"
        )


def _is_buffered(turn: Turn, command: PublishMessage) -> bool:
    place = (command.name, command.correlation_key, command.message_id)
    return any(
        m.is_kept or m.expires_at > turn.now for m in turn.state.list_by(Message, "message_ids", place)
    )
