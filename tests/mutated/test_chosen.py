"""The stories on the shipped diagrams themselves, and that what was chosen from them is what they come to today."""

from __future__ import annotations

import pytest

from tests.mutated.choose import FILE, read_chosen, tell
from tests.mutated.core_office import CoreOffice
from tests.mutated.diagrams import list_flows, list_steps
from tests.mutated.lawful import list_unlawful
from tests.mutated.stories import PLAIN, STORIES
from tests.mutated.told import ending_of
from tests.mutated.walk import Story, Walk
from tests.tiers.sisters import leave

RENEW = f"the diagrams have changed: run `python -m tests.mutated.choose` for {FILE.name}"
# Flows that no story comes to: repeats of windows that are asked for early, and requests that ended before they began.
MOST_FLOWS_WITHOUT_STORY = 13


def test_every_step_and_flow_of_the_diagrams_was_looked_for() -> None:
    """The lists of mutated diagrams grow with the diagrams."""
    chosen = read_chosen()
    assert set(chosen["steps"]) == {str(place) for place in list_steps()}, RENEW
    assert set(chosen["flows"]) == {str(place) for place in list_flows()}, RENEW
    assert [place for place, stories in chosen["steps"].items() if not stories] == []
    missing = [place for place, stories in chosen["flows"].items() if not stories]
    assert len(missing) <= MOST_FLOWS_WITHOUT_STORY, missing


@pytest.mark.parametrize("story", leave(STORIES, lambda story: story is PLAIN), ids=str)
def test_a_story_on_the_shipped_diagrams_ends_lawfully_and_comes_to_what_it_was_chosen_for(
    office: CoreOffice, story: Story
) -> None:
    """So what a mutated diagram shows is the mutation's doing, and lies on the way that is walked."""
    walk = Walk(office, story)
    told = tell(walk)
    ending = ending_of(walk)
    assert list_unlawful(office.office, walk.case) == []
    assert (ending.incidents, ending.stuck, ending.lost) == ([], [], [])
    assert ending.is_archived or ending.waiting or ending.asked
    for kind, seen in (("steps", told.steps), ("flows", told.flows)):
        chosen = {place for place, stories in read_chosen()[kind].items() if story.name in stories}
        assert chosen - seen == set(), RENEW
