"""A step of the bar that says how far a complaint has come, to staff and to the complainant alike."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class StepState(StrEnum):
    """Behind, here, still to come, or passed over."""

    DONE = "done"
    CURRENT = "current"
    TODO = "todo"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class WayStep:
    """`code` is of the catalogue of its page; `at` says when it was reached, None where that is not known or not yet."""

    code: str
    state: StepState
    at: datetime | None
