"""That a message reached a waiting element or started an instance; history only."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CorrelatedMessage:
    """Written for searches; never loaded (`ended_at` is the moment of correlation and always set).

    `element_instance_key` is None for a start event.
    """

    key: int
    message_key: int
    message_name: str
    correlation_key: str
    subscription_key: int
    element_id: str
    element_instance_key: int | None
    process_instance_key: int
    process_definition_key: int
    process_id: str
    ended_at: int | None
