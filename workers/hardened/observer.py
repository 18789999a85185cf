"""What the pollers tell whoever watches them: polls that came back, and how jobs ended."""

from typing import Protocol

DONE, FAILED = "done", "failed"


class Observer(Protocol):
    """Called on the loop of the pollers; must return at once."""

    def polled(self, job_type: str) -> None:
        """A poll of this type succeeded, with or without a job."""

    def ended(self, job_type: str, how: str, seconds: float) -> None:
        """A job was worked on for so long; `how` is DONE or FAILED."""


class Unobserved:
    """Nobody watches."""

    def polled(self, job_type: str) -> None:
        """As Observer.polled."""

    def ended(self, job_type: str, how: str, seconds: float) -> None:
        """As Observer.ended."""


UNOBSERVED = Unobserved()
