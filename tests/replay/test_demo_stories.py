"""The demo office lives the sample stories; nothing of what they expect is in the shipped file."""

from __future__ import annotations

import json
from pathlib import Path

from deploy.replay.disposals import particulars_of
from deploy.replay.organisation import logins
from deploy.replay.samples import FORMAT, load_stories
from deploy.running_office import DEMO_STORIES

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
SHIPPED = ("id", "channel", "received_at", "raw", "story")
# The authority's result is still awaited, so that the demo office has a case in the stage of referral too.
CUT = {"S019": 2}


def test_the_demo_stories_are_the_samples_that_came_in_before_their_moment() -> None:
    demo = json.loads(DEMO_STORIES.read_text(encoding="utf-8"))
    samples = [
        row
        for name in ("complaints.json", "way.json")
        for row in json.loads((SAMPLES / name).read_text(encoding="utf-8"))["complaints"]
    ]
    stripped = {row["id"]: {key: row[key] for key in SHIPPED} for row in samples}
    for name, steps in CUT.items():
        stripped[name]["story"] = stripped[name]["story"][:steps]
    assert demo["format"] == FORMAT
    due = {name for name, row in stripped.items() if row["received_at"] <= demo["until"]}
    assert {row["id"]: row for row in demo["complaints"]} == {name: stripped[name] for name in due}


def test_who_corrected_is_named_as_people_are_called() -> None:
    """It is read by whoever approves the opinion: a name, never the login by which the story knows him."""
    steps = [(story, step) for story in load_stories(DEMO_STORIES) for step in story.steps]
    named = {particulars_of(story, step, ["correct_error"], {})["correction_who"] for story, step in steps}
    assert len(named) > 5
    assert named & logins() == set()
