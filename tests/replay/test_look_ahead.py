"""ST-17: a replay knows of the matters what a step itself tells, and nothing before."""

from __future__ import annotations

import pytest

from deploy.replay.split import sitting_of, told_matters
from tests.replay.test_samples_and_routes import all_stories


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("S004", {5: 2}),
        ("W5", {1: 1, 2: 2, 3: 3, 5: 1, 7: 3, 8: 3}),
        ("S006", {2: 2}),
        ("S014", {}),
        ("W13", {5: 2, 7: 2, 10: 2, 20: 2, 22: 2}),
    ],
)
def test_a_step_tells_how_many_matters_there_are_and_no_other_does(name: str, told: dict[int, int]) -> None:
    story = next(story for story in all_stories() if story.id == name)
    assert {step.no: count for step in story.steps if (count := told_matters(step)) is not None} == told


@pytest.mark.parametrize(
    ("name", "sittings"),
    [
        # The clerk decides on all three at once, on two at once, on one before a supplement comes.
        ("W5", {1: [1, 2, 3], 2: [2, 3], 3: [3]}),
        ("W7", {1: [1, 2], 2: [2]}),
        ("S004", {2: [2]}),
    ],
)
def test_what_one_person_decides_at_once_is_one_decision(name: str, sittings: dict[int, list[int]]) -> None:
    """ST-17: no further than to the end of the sitting; what another person does comes later."""
    story = next(story for story in all_stories() if story.id == name)
    for no, told in sittings.items():
        step = next(step for step in story.steps if step.no == no)
        assert [known.no for known in sitting_of(step, story.steps)] == told
