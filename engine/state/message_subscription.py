"""An element instance that waits for a message; deleted when it is correlated or its element ends."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MessageSubscription:
    """Name and correlation key are fixed when the element is entered."""

    key: int
    message_name: str
    correlation_key: str
    element_instance_key: int
    element_id: str
    process_instance_key: int
    process_definition_key: int
    process_id: str
    created_at: int
