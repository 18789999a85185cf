"""What a story may say: known actions, actors, channels and keys; anything else stops it as not expressible."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from deploy.replay.cases import NoRouteYet, NotExpressible
from deploy.replay.expressible import require_expressible, require_route
from deploy.replay.samples import Step, Story
from deploy.replay.step_keys import KEYS_OF_STEP, keys_of
from deploy.replay.story_steps import MOVES_OF_STEP
from tests.replay.test_samples_and_routes import all_stories

REPLAY = Path(__file__).resolve().parents[2] / "deploy" / "replay"
NOT_READ_BY_NAME = {"round"}


def step_of(name: str, action: str) -> tuple[Step, Story]:
    story = next(story for story in all_stories() if story.id == name)
    return next(step for step in story.steps if step.action == action), story


def test_everything_that_the_samples_say_is_understood() -> None:
    for story in all_stories():
        for step in story.steps:
            require_expressible(step, story)


def test_an_unknown_key_of_the_data_or_of_the_step_stops_the_story() -> None:
    """ST-14."""
    step, story = step_of("W1", "accept")
    with pytest.raises(NotExpressible, match="accept key colour"):
        require_route(replace(step, data={**step.data, "colour": "red"}), story)
    with pytest.raises(NotExpressible, match="key deadline"):
        require_route(replace(step, unknown=("deadline",)), story)
    # Known of another action only.
    with pytest.raises(NotExpressible, match="key satisfaction"):
        require_route(replace(step, data={**step.data, "satisfaction": 5}), story)


@pytest.mark.parametrize("actor", ["nobody.here", "unit:X-NOWHERE", "unit:SJ", "X-JJ"])
def test_an_unknown_actor_stops_the_story(actor: str) -> None:
    step, story = step_of("W1", "accept")
    with pytest.raises(NotExpressible, match="actor"):
        require_route(replace(step, actor=actor), story)


def test_an_unknown_action_or_channel_stops_the_story() -> None:
    step, story = step_of("W1", "accept")
    with pytest.raises(NotExpressible, match="action dance"):
        require_route(replace(step, action="dance"), story)
    with pytest.raises(NotExpressible, match="channel telepathy"):
        require_route(step, replace(story, channel="telepathy"))


def test_a_key_that_asks_for_what_is_to_come_has_no_route_yet() -> None:
    for action, known in KEYS_OF_STEP.items():
        for key in known.later:
            step, story = step_of("W1", "accept")
            asked = replace(step, action=action, data={key: True})
            with pytest.raises(NoRouteYet):
                require_route(asked, story)
            if action in MOVES_OF_STEP:
                require_route(replace(asked, data={key: None}), story)


def test_every_step_that_has_moves_has_its_keys() -> None:
    """A step without keys of its own, as that of a planted kind, has none."""
    with_moves = {action for action in MOVES_OF_STEP if action != "ask_toy"}
    assert {action for action in with_moves - KEYS_OF_STEP.keys() if keys_of(action) is None} == set()


def test_a_key_that_is_called_used_is_read_by_the_replay() -> None:
    """ST-14: no key counts as entered that nobody reads."""
    tables = {"step_keys.py", "keys.py"}
    sources = "\n".join(path.read_text("utf-8") for path in REPLAY.rglob("*.py") if path.name not in tables)
    sources = re.sub(r"keys\((?:[^()]|\([^()]*\))*\)", "", sources)
    used = {
        key
        for action, known in KEYS_OF_STEP.items()
        if action in MOVES_OF_STEP
        for key in known.used
        if f'"{key}"' not in sources
    }
    assert used == set()
