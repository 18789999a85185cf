"""One random process on one random path, compared after each step."""

from __future__ import annotations

from collections import Counter
from random import Random

from tests.engine_random.counting import choices_of, count_passed
from tests.engine_random.driving import Office, check, check_end, start, step
from tests.engine_random.expectation import Expectation
from tests.engine_random.growth import Grower

# 1 September 2026, 01:00 UTC.
BEGIN_MS = 1_788_224_400_000


def walk(seed: int, *, restarts: bool) -> Counter[str]:
    """Run the process of a seed to its end; return how often each kind of element was entered."""
    random = Random(seed)  # noqa: S311  # paths must be the same again for a seed
    process = Grower(random).process()
    office = Office()
    expected = Expectation(process, BEGIN_MS, choices_of(process))
    instance_key = start(office, process, expected)
    check(office, expected)
    while expected.waits:
        if restarts:
            office.restart()
        step(office, expected, random)
        check(office, expected)
    check_end(office, expected, instance_key)
    return count_passed(process, expected.states)
