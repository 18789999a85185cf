"""Counters whose first row two people want at the same moment, on both databases."""

from __future__ import annotations

import pytest

from models.case.number_series import take_number
from models.office.rate_limit import RateLimit
from services.attempts.rate_limit import count_attempt
from services.attempts.rules import REQUESTS_PER_NUMBER
from tests.both_databases.at_once import at_once
from tests.full_office import FullOffice

AT_ONCE = 4


@pytest.mark.parametrize("key", [f"YH-{number}" for number in range(5)])
def test_first_attempts_at_once_are_all_counted(office: FullOffice, key: str) -> None:
    at_once(AT_ONCE, lambda: count_attempt(REQUESTS_PER_NUMBER, key, office.unit_of_work()))
    assert [row.count for row in office.rows(RateLimit)] == [AT_ONCE]


def test_first_numbers_of_a_year_taken_at_once_are_different(office: FullOffice) -> None:
    def take() -> str:
        with office.unit_of_work() as unit:
            return take_number(unit.session, "YH", 2031)

    assert sorted(at_once(AT_ONCE, take)) == [f"YH-2031-{number:06d}" for number in range(1, AT_ONCE + 1)]
