"""The one table from errors to what the engine is told. Messages hold codes and names of fields, no person's data."""

from collections.abc import Callable

from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError

from models.ground.errors import (
    Conflict,
    DomainError,
    InvalidInput,
    NotFound,
    NotPermitted,
    OutsideUnavailable,
    RuleRefused,
)
from services.case.lawful_end import NotLawful
from services.watch.watch_pace import WatchNeverWaits
from workers.hardened.outcome import Incident, Outcome, Retry


def _incident(error: BaseException) -> Outcome:
    return Incident(_code(error))


def _in_words(error: BaseException) -> Outcome:
    # What is missing and what to do, in words: whoever sees the incident knows no codes.
    return Incident(str(error))


def _wrong_input(error: BaseException) -> Outcome:
    fields = ", ".join(sorted(error.errors)) if isinstance(error, InvalidInput) else ""
    return Incident(f"INVALID_INPUT: {fields}")


def _away(error: BaseException) -> Outcome:
    return Retry(_code(error), uses_retry=False, pauses_polling=True)


def _raced(error: BaseException) -> Outcome:
    return Retry(_code(error), uses_retry=False)


def _own_fault(error: BaseException) -> Outcome:
    return Retry(_code(error), uses_retry=True)


# Read from the top: the first class that fits decides.
OUTCOMES: tuple[tuple[type[BaseException], Callable[[BaseException], Outcome]], ...] = (
    (OutsideUnavailable, _away),
    (InvalidInput, _wrong_input),
    (NotFound, _incident),
    (NotPermitted, _incident),
    (NotLawful, _in_words),
    (WatchNeverWaits, _in_words),
    (RuleRefused, _incident),
    (Conflict, _own_fault),
    (DomainError, _incident),
    # Two runs of one job met: the second finds the first one's answer in the inbox.
    (IntegrityError, _raced),
    (OperationalError, _away),
    (InterfaceError, _away),
    (DBAPIError, _own_fault),
    (BaseException, _own_fault),
)


def outcome_of(error: BaseException) -> Outcome:
    """What becomes of a job whose function raised this."""
    decide = next(decide for kind, decide in OUTCOMES if isinstance(error, kind))
    return decide(error)


def _code(error: BaseException) -> str:
    return error.code if isinstance(error, DomainError) else type(error).__name__
