"""The end of a process instance that nobody waits for any more."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from models.ground.errors import Conflict, NotFound
from services.outbox.message import Message, Sending, optional_text_in, text_in
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelInstance(Message):
    """A root instance with everything it called."""

    KIND = "cancel_instance"
    SUBJECT = "process_instance_key"

    process_instance_key: str

    @classmethod
    def read(cls, payload: Mapping[str, object]) -> Self:
        """As Message.read."""
        return cls(
            process_instance_key=text_in(payload, "process_instance_key"),
            complaint_id=optional_text_in(payload, "complaint_id"),
        )

    def send(self, sending: Sending) -> str | None:
        """Cancel; "INSTANCE_ENDED" when it ended by itself, or a lost answer made this a repeat."""
        try:
            sending.engine.cancel_instance(self.process_instance_key)
        except (NotFound, Conflict):
            return "INSTANCE_ENDED"
        return None


def cancel_instance(process_instance_key: str, complaint_id: str, unit: Unit) -> None:
    """Cancel after the commit, once."""
    message = CancelInstance(process_instance_key=process_instance_key, complaint_id=complaint_id)
    unit.outbox.add(message, f"cancel:{process_instance_key}")
