"""A person who has looked at as many identities as one may in an hour."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from models.ground.errors import TriedTooOften
from models.office.rate_limit import RateLimit
from services.attempts.rate_limit import Counted, bucket_of, count_attempt
from services.attempts.rules import LOOKS_AT_IDENTITIES
from tests.served_office import ServedOffice


@contextmanager
def looks_used_up(served: ServedOffice, login: str) -> Iterator[None]:
    """Of this person, until the end of the block; afterwards he has looked at nothing."""
    with pytest.raises(TriedTooOften):
        for _ in range(LOOKS_AT_IDENTITIES.limit + 1):
            count_attempt(LOOKS_AT_IDENTITIES, login, served.office.unit_of_work())
    try:
        yield
    finally:
        with served.office.unit_of_work() as unit:
            counted = Counted(LOOKS_AT_IDENTITIES, login)
            unit.session.delete(unit.session.get_one(RateLimit, bucket_of(counted)))


def looks_of(served: ServedOffice, login: str) -> int:
    """How many are counted of this person."""
    with served.office.unit_of_work().reading() as unit:
        row = unit.session.get(RateLimit, bucket_of(Counted(LOOKS_AT_IDENTITIES, login)))
        return 0 if row is None else row.count
