"""One more try for an incident of a batch, which a person has confirmed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from models.ground.errors import Conflict, NotFound
from models.office.incident_care import RetryItem, RetryState
from services.outbox.message import Message, PayloadBroken, Sending, optional_text_in, text_in
from services.unit_of_work import Unit

OVER = "INCIDENT_OVER"


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryIncident(Message):
    """One key of a batch, by its place in it."""

    KIND = "retry_incident"
    SUBJECT = "incident_key"

    incident_key: str
    batch_id: str
    position: int

    @classmethod
    def read(cls, payload: Mapping[str, object]) -> Self:
        """As Message.read."""
        position = payload.get("position")
        if not isinstance(position, int):
            raise PayloadBroken("position")
        return cls(
            incident_key=text_in(payload, "incident_key"),
            batch_id=text_in(payload, "batch_id"),
            position=position,
            complaint_id=optional_text_in(payload, "complaint_id"),
        )

    def send(self, sending: Sending) -> str | None:
        """Retry; INCIDENT_OVER when it is over by itself, or a lost answer made this a repeat."""
        try:
            sending.engine.retry_incident(self.incident_key)
        except (NotFound, Conflict):
            return OVER
        return None

    def finish(self, note: str | None, unit: Unit) -> None:
        """What became of it, for the page of the batch."""
        row = unit.session.get(RetryItem, (self.batch_id, self.position))
        if row is not None:
            row.state = RetryState.OVER if note else RetryState.RETRIED
            row.done_at = unit.clock.now()
