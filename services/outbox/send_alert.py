"""An alert for the office's own receiver outside (webhook): what kind of thing, which case by number, nobody's words.

It has a step of its own in the workers: a receiver that is away holds up no message to the engine.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from services.outbox.message import Message, PayloadBroken, Sending, optional_text_in, text_in


@dataclass(frozen=True, slots=True, kw_only=True)
class SendAlert(Message):
    """`alert_key` makes a repeat known to the receiver; `what` is a code; `number` None for what is of no case."""

    KIND = "send_alert"
    SUBJECT = "alert_key"

    alert_key: str
    alert_kind: str
    what: str
    number: str | None
    raised_at: str

    @classmethod
    def read(cls, payload: Mapping[str, object]) -> Self:
        """As Message.read."""
        return cls(
            alert_key=text_in(payload, "alert_key"),
            alert_kind=text_in(payload, "alert_kind"),
            what=text_in(payload, "what"),
            number=optional_text_in(payload, "number"),
            raised_at=text_in(payload, "raised_at"),
        )

    def send(self, sending: Sending) -> str | None:
        """Deliver it; OutsideUnavailable until the receiver says that it has it."""
        if sending.webhook is None:
            raise PayloadBroken("webhook")
        told = {
            "id": self.alert_key,
            "kind": self.alert_kind,
            "what": self.what,
            "case": self.number,
            "raised_at": self.raised_at,
        }
        sending.webhook.deliver(self.alert_key, told)
        return None
