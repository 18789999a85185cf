"""The files of the demo's stories: small, the same at each start, and what their names say."""

from __future__ import annotations

import io
import wave
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from deploy.replay.evidence_files import files_of
from deploy.replay.samples import Story, load_stories

DEMO = Path(__file__).parents[2] / "deploy" / "demo" / "stories.json"
LARGEST = 60_000  # bytes


def story(story_id: str) -> Story:
    return load_stories(DEMO, frozenset({story_id}))[0]


def test_every_photo_screen_paper_and_recording_of_a_story_can_be_opened() -> None:
    """UX-40: the demo had no piece of evidence."""
    opened = []
    for told in load_stories(DEMO):
        for file in files_of(told):
            assert 0 < len(file.content) <= LARGEST, file.name
            if file.media_type.startswith("image/"):
                Image.open(io.BytesIO(file.content)).verify()
            elif file.media_type == "audio/wav":
                with wave.open(io.BytesIO(file.content)) as heard:
                    assert heard.getnframes() > 0
            else:
                assert file.content.startswith(b"%PDF-")
            opened.append(file.media_type)
    assert {"image/jpeg", "image/png", "application/pdf", "audio/wav"} == set(opened)


@pytest.mark.parametrize("story_id", ["S001", "S002", "S004", "S014"])
def test_a_file_is_the_same_each_time(story_id: str) -> None:
    assert files_of(story(story_id)) == files_of(story(story_id))


def test_two_photos_of_one_story_differ_and_a_kind_that_code_cannot_make_is_left_out() -> None:
    first, second = files_of(story("S023"))
    assert first.content != second.content
    letter = {"attachments": [{"name": "三表字段对照.docx"}]}
    assert files_of(replace(story("S023"), raw=letter)) == []
