"""What every kind of message has: its payload, the subject it is in order with, how it is sent and what follows."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import ClassVar, Self

from services.ports.engine import ProcessEngine
from services.ports.webhook import Webhook
from services.unit_of_work import Unit, UnitFactory

LONGEST_WAIT_SECONDS = 60.0


class PayloadBroken(Exception):
    """A stored payload that is not one of its kind; the text names the field, never a value."""


class NotYet(Exception):
    """The message has to wait for something else to happen first."""


@dataclass(frozen=True, slots=True)
class Sending:
    """What a message may use to be sent; `attempts` counts those before this one.

    `webhook` is there in the step that delivers alerts.
    """

    engine: ProcessEngine
    make_unit: UnitFactory
    attempts: int
    webhook: Webhook | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Message(ABC):
    """One thing to tell. The fields are the payload: ids, enums, flags and dates only.

    `complaint_id` is the case it belongs to, for whoever has to repair it.
    """

    KIND: ClassVar[str]
    # The first of these names the subject: messages of one subject are sent in the order they were written.
    SUBJECT: ClassVar[str]

    complaint_id: str | None = None

    @property
    def subject(self) -> str:
        """What this message is in order with."""
        return f"{self.SUBJECT}:{getattr(self, self.SUBJECT)}"

    @property
    def longest_wait_seconds(self) -> float:
        """The wait between two attempts never grows beyond this."""
        return LONGEST_WAIT_SECONDS

    def payload(self) -> dict[str, object]:
        """The fields as JSON."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: dict(value) if isinstance(value, Mapping) else value for name, value in values.items()}

    @classmethod
    @abstractmethod
    def read(cls, payload: Mapping[str, object]) -> Self:
        """The message of a stored payload; PayloadBroken when a field is missing or of another type."""

    @abstractmethod
    def send(self, sending: Sending) -> str | None:
        """Tell the engine; a code when it had ended the thing meanwhile. NotYet to be asked again."""

    def finish(self, note: str | None, unit: Unit) -> None:
        """What follows in the transaction that marks the message as sent; most kinds need nothing."""
        return

    def drop(self, unit: Unit) -> None:
        """What follows in the transaction in which a person decides that it is never sent; most kinds need nothing."""
        return


def text_in(payload: Mapping[str, object], name: str) -> str:
    """A text that must be there."""
    value = payload.get(name)
    if not isinstance(value, str) or not value:
        raise PayloadBroken(name)
    return value


def optional_text_in(payload: Mapping[str, object], name: str) -> str | None:
    """A text or nothing; an earlier release did not write every field."""
    value = payload.get(name)
    if value is not None and not isinstance(value, str):
        raise PayloadBroken(name)
    return value


def variables_in(payload: Mapping[str, object]) -> dict[str, object]:
    """The process variables of the message."""
    value = payload.get("variables", {})
    if not isinstance(value, Mapping):
        raise PayloadBroken("variables")
    return dict(value)
