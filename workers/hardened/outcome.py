"""What becomes of a job whose function raised: the engine is told one of these."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BpmnError:
    """A business error that the diagram catches by its code."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Retry:
    """Try again later. `uses_retry`: a try that is this job's own fault; otherwise the retries stay as they are.

    `pauses_polling`: no further job is taken meanwhile (the database is away for all of them).
    """

    message: str
    uses_retry: bool
    pauses_polling: bool = False


@dataclass(frozen=True, slots=True)
class Incident:
    """No retry can help: people must look at it."""

    message: str


Outcome = BpmnError | Retry | Incident
OutcomeOf = Callable[[BaseException], Outcome]
