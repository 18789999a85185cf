"""A message start event of the latest version of a process; replaced by the next version."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MessageStartSubscription:
    """Start events are found by message name only."""

    key: int
    message_name: str
    process_id: str
    process_definition_key: int
    start_event_id: str
