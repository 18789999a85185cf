"""Keys that a lost or older store gave out are never given out again."""

from __future__ import annotations

import pytest

from engine.core.commands import PublishMessage
from engine.keys import FIRST_KEY, LEFT_OUT
from engine.processing.core import Core
from tests.engine.driver import DAY, START_MS
from tests.engine.shadow import Shadow


def opened(shadow: Shadow, seen: int, before: Core | None = None) -> Core:
    """As a start opens the store of the core before, told the newest key that was seen."""
    core = Core.load([] if before is None else list(shadow.rows(before).values()))
    core.state.leave_out_keys(seen)
    return core


def draw(core: Core) -> int:
    """The key that the next message gets."""
    core.process(PublishMessage("news", ttl_ms=DAY), START_MS)
    core.drain_dirty()
    return core.state.last_key


@pytest.mark.parametrize("seen", [FIRST_KEY, FIRST_KEY + 5_000])
def test_a_store_that_is_older_than_what_was_seen_begins_well_after_it(shadow: Shadow, seen: int) -> None:
    """What a worker held of the lost store and nobody wrote down stays unused too; the leap is made once."""
    older = opened(shadow, seen)
    first = draw(older)
    assert first > seen + LEFT_OUT
    assert draw(opened(shadow, seen, older)) == first + 1


def test_a_store_that_gave_out_what_was_seen_goes_on_at_its_next_key(shadow: Shadow) -> None:
    core = opened(shadow, 0)
    first = draw(core)
    assert draw(opened(shadow, first, core)) == first + 1
