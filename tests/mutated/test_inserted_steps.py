"""A step put into each flow of the case, its stages and the watch, and left waiting: every legal clock is told of in time.

Every other one is a task of a person that nobody does, the others are jobs that no worker takes.
"""

from __future__ import annotations

import pytest

from tests.mutated.choose import some_of
from tests.mutated.core_office import CoreOffice
from tests.mutated.diagrams import Place
from tests.mutated.endings import PASSED, REFUSED, WAITED, wait_at
from tests.mutated.walk import Story
from tests.tiers.sisters import leave_every

KINDS = ("userTask", "serviceTask")
ROWS = [(place, story, KINDS[number % 2]) for number, (place, story) in enumerate(some_of("flows"))]


@pytest.mark.parametrize(("place", "story", "kind"), leave_every(7, ROWS), ids=str)
def test_a_step_that_waits_beyond_the_limits_gets_both_cards_on_time(
    office: CoreOffice, place: Place, story: Story, kind: str
) -> None:
    """OW-3: near and over to the minute that the clock's row says, on trail and due list, and `clock_state` with them."""
    ended = wait_at(office, place, story, kind)
    assert ended.kind in {REFUSED, WAITED, PASSED}, (ended.kind, ended.stage)
    assert ended.unlawful == []
    if ended.watched is not None:
        assert ended.watched.faults == []
