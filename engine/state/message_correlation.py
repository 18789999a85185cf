"""That a buffered message was already used by a process id; deleted together with the message."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MessageCorrelation:
    """One per message and process id: the same message is never delivered twice to one process."""

    key: int
    message_key: int
    process_id: str
