"""A published message while it is buffered; the row is deleted when its time to live is over."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.state.entity import Json


@dataclass(frozen=True, slots=True)
class Message:
    """`message_id` is empty when the publisher gave none; `expires_at` in epoch milliseconds.

    `is_kept` holds it beyond that while an instance that waits for it rests.
    """

    key: int
    name: str
    correlation_key: str
    message_id: str
    published_at: int
    expires_at: int
    variables: dict[str, Json] = field(default_factory=dict)
    is_kept: bool = False
