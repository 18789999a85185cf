"""The stories on the shipped diagrams themselves, and that what was chosen from them is what they come to today."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from models.store.database import Database
from tests.full_office import FullOffice
from tests.mutated.choose import RENEW, read_chosen, tell
from tests.mutated.core_office import CoreOffice
from tests.mutated.diagrams import list_flows, list_flows_beside, list_nodes_without_flow, list_steps
from tests.mutated.lawful import list_unlawful
from tests.mutated.races import RACES, Race, RacingOffice
from tests.mutated.stories import PLAIN, STORIES
from tests.mutated.told import ending_of
from tests.mutated.walk import Story, Walk
from tests.tiers.sisters import leave

# Of either list every fourth is lived in `make check`, all of them in `make prove-whole`.
EVERY = 1 if os.environ.get("PROVE") == "1" else 4
USUAL = "a case told twice"
SOME_STORIES = [story for place, story in enumerate(STORIES) if story is PLAIN or place % EVERY == 0]
SOME_RACES = [race for place, race in enumerate(RACES) if race.name == USUAL or place % EVERY == 0]


def test_every_step_and_flow_of_the_diagrams_is_come_to() -> None:
    """By a story, or where none is told so by a race. The lists grow with the diagrams."""
    chosen = read_chosen()
    assert set(chosen["steps"]) == {str(place) for place in list_steps()}, RENEW
    assert set(chosen["flows"]) == {str(place) for place in list_flows()}, RENEW
    assert [place for place, stories in chosen["steps"].items() if not stories] == []
    missing = {place for place, stories in chosen["flows"].items() if not stories}
    assert set(chosen["beside"]) == {*map(str, list_flows_beside()), *missing}, RENEW
    assert [place for place, races in chosen["beside"].items() if not races] == []
    assert list_nodes_without_flow() == []


@pytest.mark.parametrize("story", leave(SOME_STORIES, lambda story: story is PLAIN), ids=str)
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


@pytest.mark.parametrize("race", leave(SOME_RACES, lambda race: race.name == USUAL), ids=str)
def test_a_race_ends_lawfully_and_comes_to_what_it_was_chosen_for(
    sqlite_office: Database, tmp_path: Path, race: Race
) -> None:
    """What seldom happens: it is told twice, asked for early, lost, or a job lies."""
    walk = Walk(RacingOffice(FullOffice(sqlite_office, folder=tmp_path), race), race.story)
    told = tell(walk)
    ending = ending_of(walk)
    assert list_unlawful(walk.office.office, walk.case) == []
    assert (ending.incidents, ending.stuck, ending.lost) == ([], [], [])
    assert ending.is_archived or ending.waiting or ending.asked
    chosen = {place for place, races in read_chosen()["beside"].items() if race.name in races}
    assert chosen - told.flows == set(), RENEW
