"""Who carries notices to people outside: the mail server, the SMS gateway. adapters/ has one for each way."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a mail, such as `application/pdf`; an SMS takes none."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Parcel:
    """One notice to one address; `attempt_id` tells attempts apart and is the same when one is asked about again."""

    attempt_id: str
    to: str
    subject: str
    text: str
    attachments: tuple[Attachment, ...] = ()


class Refused(Exception):
    """The carrier will never take this; `code` says why in three digits or a word of ours."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class InDoubt(Exception):
    """The carrier had all of it and did not say whether it takes it."""


class Fate(StrEnum):
    """What a carrier knows of an attempt."""

    TAKEN = "taken"
    NEVER_SEEN = "never_seen"
    UNKNOWN = "unknown"


class Carrier(Protocol):
    """One way to people outside."""

    def carry(self, parcel: Parcel) -> None:
        """Hand it over; returns once the carrier has taken it.

        OutsideUnavailable when it certainly has not and may later, Refused when it never will, InDoubt otherwise.
        """

    def find_fate(self, attempt_id: str) -> Fate:
        """What became of an attempt that was cut off; OutsideUnavailable when it cannot be asked now."""
