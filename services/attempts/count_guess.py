"""Tries at a secret: wrong ones are counted, right ones are not."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from services.attempts.rate_limit import Counted, count_all, give_back
from services.unit_of_work import UnitOfWork

Found = TypeVar("Found")


@contextmanager
def guessing(keys: Sequence[Counted], unit_of_work: UnitOfWork) -> Iterator[None]:
    """One try of each key; given back when the block ends, and not where it raises because the secret was wrong.

    TriedTooOften after too many wrong ones, whatever the secret then is.
    """
    # Counted before it is judged, so that guesses sent at once do not slip through together.
    done = count_all(keys, unit_of_work)
    yield
    give_back(done, unit_of_work)


def count_guess(
    keys: Sequence[Counted], look: Callable[[], Found | None], unit_of_work: UnitOfWork
) -> Found | None:
    """What `look` finds with a secret that may be guessed; None, and one try more for each key, when it is wrong.

    TriedTooOften after too many wrong ones, whatever the secret then is.
    """
    # Before it is judged, as above.
    done = count_all(keys, unit_of_work)
    found = look()
    if found is not None:
        give_back(done, unit_of_work)
    return found


def check_code(
    keys: Sequence[Counted], look: Callable[[], Found | None], unit_of_work: UnitOfWork
) -> Found | None:
    """What `look` finds with a code of 65 random bits; None, and one try more for each key, when it is wrong.

    The right code is never refused, so that nobody can keep its owner out. TriedTooOften for a wrong one after too many:
    who tries codes learns nothing by waiting, since no number of tries finds one.
    """
    found = look()
    if found is None:
        count_all(keys, unit_of_work)
    return found
