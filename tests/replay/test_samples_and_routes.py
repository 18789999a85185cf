"""Stories are read without their answers, and a step without a route is named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from deploy.replay.intake_door import WEB_CHANNELS, registration_fields, web_fields
from deploy.replay.samples import SamplesUnusable, load_stories
from deploy.replay.steps import NoRouteYet, require_route
from deploy.replay.timeline import list_events

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
WALKING = {
    "W1",
    "W2",
    "W3",
    "W4",
    "S014",
    "S015",
    "S017",
    "S018",
    "S032",
    "S042",
    "S044",
    "S045",
    "S049",
    "S053",
}


def all_stories():
    return [story for name in ("complaints.json", "way.json") for story in load_stories(SAMPLES / name)]


def first_step_without_route(story) -> str:
    for step in story.steps:
        try:
            require_route(step, story)
        except NoRouteYet as missing:
            return str(missing)
    return ""


def test_the_stories_of_this_way_have_a_route_to_their_end() -> None:
    walking = {story.id for story in all_stories() if not first_step_without_route(story)}
    assert walking >= WALKING


def test_every_other_story_names_its_first_step_without_a_route() -> None:
    stopped = {
        story.id: first_step_without_route(story) for story in all_stories() if story.id not in WALKING
    }
    assert stopped["W5"] == "1 accept (claims)"
    assert len(stopped) == 51


def test_every_story_has_something_to_type_at_its_door() -> None:
    for story in all_stories():
        fields = web_fields(story) if story.channel in WEB_CHANNELS else registration_fields(story)
        assert fields["content"].strip(), story.id


def test_receipts_come_before_the_steps_of_their_moment() -> None:
    events = list_events(all_stories())
    assert [e.at for e in events] == sorted(e.at for e in events)
    seen = set()
    for event in events:
        if event.step is None:
            seen.add(event.story.id)
        else:
            assert event.story.id in seen


def test_only_chooses_by_id_and_by_tag() -> None:
    assert [s.id for s in load_stories(SAMPLES / "way.json", frozenset({"W2", "mixed_claims"}))] == [
        "W2",
        "W5",
    ]


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text(json.dumps({"complaints": [{"id": "A"}]}))
    with pytest.raises(SamplesUnusable):
        load_stories(tmp_path / "x.json")
