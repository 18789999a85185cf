"""One random process on one random path, compared after each step, or cancelled on its way."""

from __future__ import annotations

from collections import Counter
from random import Random

from engine.core.commands import CancelInstance
from tests.engine_random.counting import choices_of, count_passed
from tests.engine_random.driving import (
    Office,
    check,
    check_end,
    check_nothing_open,
    same,
    seen_states,
    start,
    step,
)
from tests.engine_random.expectation import Expectation
from tests.engine_random.growth import Grower

# 1 September 2026, 01:00 UTC.
BEGIN_MS = 1_788_224_400_000


def cancel(seed: int) -> int:
    """Cancel the process of a seed after a random number of steps; return how many elements that ended (0 if none was left)."""
    random = Random(seed)  # noqa: S311  # paths must be the same again for a seed
    process = Grower(random).process()
    office = Office()
    expected = Expectation(process, BEGIN_MS, choices_of(process))
    instance_key = start(office, process, expected)
    for _ in range(random.randint(0, 12)):
        # The last wait is left, so that there is mostly something to cancel.
        if len(expected.waits) > 1:
            step(office, expected, random)
    if expected.is_over:
        return 0
    office.restart()
    office.do(CancelInstance(instance_key), expected.now + 1)
    wanted = {name: "TERMINATED" if state == "ACTIVE" else state for name, state in expected.states.items()}
    same("elements", sorted(seen_states(office).items()), sorted(wanted.items()))
    check_nothing_open(office)
    return sum(state == "ACTIVE" for state in expected.states.values())


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
