"""Tries at a secret: wrong ones are counted, right ones are not."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from services.attempts.rate_limit import RateRule, count_attempt, give_back_attempts
from services.unit_of_work import UnitOfWork

Found = TypeVar("Found")


def count_guess(
    keys: Sequence[tuple[RateRule, str]], look: Callable[[], Found | None], unit_of_work: UnitOfWork
) -> Found | None:
    """What `look` finds with the secret; None, and one try more for each key, when the secret is wrong.

    RuleRefused("RATE_LIMITED") after too many wrong ones, whatever the secret then is.
    """
    # Counted before it is judged, so that guesses sent at once do not slip through together.
    for rule, key in keys:
        count_attempt(rule, key, unit_of_work)
    found = look()
    if found is not None:
        give_back_attempts(keys, unit_of_work)
    return found
