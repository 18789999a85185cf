"""Writes down which message reached which element or started which instance."""

from __future__ import annotations

from engine.core.turn import Turn
from engine.state.correlated_message import CorrelatedMessage
from engine.state.message import Message
from engine.state.message_start_subscription import MessageStartSubscription
from engine.state.message_subscription import MessageSubscription
from engine.state.process_instance import ProcessInstance


def note_delivery(turn: Turn, message: Message, subscription: MessageSubscription) -> None:
    """The message was given to the element that had this subscription."""
    turn.state.put(
        CorrelatedMessage(
            key=turn.state.new_key(),
            message_key=message.key,
            message_name=message.name,
            correlation_key=message.correlation_key,
            subscription_key=subscription.key,
            element_id=subscription.element_id,
            element_instance_key=subscription.element_instance_key,
            process_instance_key=subscription.process_instance_key,
            process_definition_key=subscription.process_definition_key,
            process_id=subscription.process_id,
            ended_at=turn.now,
        )
    )


def note_start(
    turn: Turn, message: Message, subscription: MessageStartSubscription, instance: ProcessInstance
) -> None:
    """The message started this instance."""
    turn.state.put(
        CorrelatedMessage(
            key=turn.state.new_key(),
            message_key=message.key,
            message_name=message.name,
            correlation_key=message.correlation_key,
            subscription_key=subscription.key,
            element_id=subscription.start_event_id,
            element_instance_key=None,
            process_instance_key=instance.key,
            process_definition_key=subscription.process_definition_key,
            process_id=subscription.process_id,
            ended_at=turn.now,
        )
    )
