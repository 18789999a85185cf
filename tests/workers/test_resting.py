"""Looks that repeat leave the machine to those who work."""

from __future__ import annotations

import pytest

from workers.main import seconds_to_rest


@pytest.mark.parametrize("took", [0.001, 0.04, 0.5, 8.0])
def test_a_look_uses_a_fifth_of_the_time_at_most_and_is_never_hasty(took: float) -> None:
    rest = seconds_to_rest(0.2, took)
    assert took / (took + rest) <= 0.2
    assert rest >= 0.2
