"""Stories are read without their answers, and a step without a route is named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from deploy.replay.cases import NoRouteYet
from deploy.replay.expressible import require_route
from deploy.replay.intake_door import WEB_CHANNELS, registration_fields, web_fields
from deploy.replay.samples import SamplesUnusable, load_stories
from deploy.replay.timeline import list_events

SAMPLES = Path(__file__).resolve().parents[1] / "samples"


def all_stories():
    return [story for name in ("complaints.json", "way.json") for story in load_stories(SAMPLES / name)]


def first_step_without_route(story) -> str:
    for step in story.steps:
        try:
            require_route(step, story)
        except NoRouteYet as missing:
            return str(missing)
    return ""


def test_every_step_of_every_story_has_a_route() -> None:
    assert {story.id for story in all_stories() if first_step_without_route(story)} == set()


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


@pytest.mark.parametrize("told", [None, 1, 3, "2"])
def test_a_file_of_another_format_is_refused_with_a_sentence(tmp_path: Path, told: object) -> None:
    path = tmp_path / "x.json"
    path.write_text(json.dumps({"complaints": []} | ({} if told is None else {"format": told})))
    with pytest.raises(SamplesUnusable, match=f"format {told!r}; this replay reads format 2"):
        load_stories(path)
