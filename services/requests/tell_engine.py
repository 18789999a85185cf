"""Messages about requests to the diagrams: ids, enums and dates only, once per message id."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class EngineMessage:
    """`key` is the id of the thing the message is about, `message_id` what makes a repeat harmless."""

    name: str
    key: str
    message_id: str
    variables: Mapping[str, object] = field(default_factory=dict)


def tell_engine(message: EngineMessage, unit: Unit) -> None:
    """Publish after the commit; a second message with the same name and id is the same message."""
    unit.outbox.add(
        "publish_message",
        {
            "name": str(message.name),
            "correlation_key": message.key,
            "message_id": message.message_id,
            "variables": dict(message.variables),
        },
        f"{message.name}:{message.message_id}",
    )
