"""The figures of agreement between what the office suggests and what a careful person decided, on the stories kept here."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

import pytest

from bench.suggestions import FILES, NOT_COMPARED, Told, _list_decided, measure, read_stories
from models.case.category_words import WORDS
from models.case.spoken_need import _WORDS as NEEDS
from models.case.statement_split import _SUGGESTIONS, _WISHES

# Terms of the law and of every office, which stories use as well.
OFFICIAL = {"一次性告知", "工作日办结"}
LONG = 5


@pytest.fixture(scope="module")
def stories() -> list[Told]:
    return read_stories(FILES)


def figures(stories: list[Told]) -> dict[str, tuple[int, int]]:
    return {agreement.what: (agreement.right, agreement.of) for agreement in measure(stories)}


def test_every_figure_is_printed_with_what_it_does_not_compare(
    stories: list[Told], capsys: pytest.CaptureFixture[str]
) -> None:
    """ST-37: no threshold is set on them; what they are is read here and in `make bench`."""
    agreements = measure(stories)
    with capsys.disabled():
        print("", *agreements, f"not compared: {NOT_COMPARED}", sep="\n")
    found = figures(stories)
    assert len(found) == len(agreements)
    assert found["kind: first, words and earlier cases"][1] == len(stories) > 70
    assert found["urgency: asked where it is so (recall)"][1] == 5
    assert all(0 <= right <= of for right, of in found.values())


def test_a_figure_falls_when_what_the_careful_person_decided_is_changed(stories: list[Told]) -> None:
    """ST-37: each figure that counts agreement looks at what it says it compares."""
    other = {
        "category": "none",
        "other_categories": [],
        "complexity": "none",
        "matters": [],
        "claims": [{}] * 30,
        "disclosure_level": 2,
    }
    changed = [dataclasses.replace(told, wish={**told.wish, **other}) for told in stories]
    before, after = figures(stories), figures(changed)
    for name in (
        "kind: first, words alone",
        "kind: one of three, words and earlier cases",
        "matters: as many",
        "matters: as many of each kind",
        "claims: as many",
        "extent of what is told: the least, as every case begins",
    ):
        assert after[name][0] < before[name][0], name


def test_nothing_is_learnt_from_what_was_decided_later(stories: list[Told]) -> None:
    """ST-37: the split is in time; a case that comes in before all others has no past."""
    last = stories[-1]
    assert _list_decided(last, stories)
    for other, _ in _list_decided(last, stories):
        assert other.decided_at is not None
        assert other.decided_at < last.story.received_at
    earliest = min(told.decided_at for told in stories if told.decided_at) - timedelta(minutes=1)
    first = dataclasses.replace(last, story=dataclasses.replace(last.story, received_at=earliest))
    assert _list_decided(first, stories) == []


def test_no_rule_is_built_on_the_words_of_a_story(stories: list[Told]) -> None:
    """ST-37: what is as long as a phrase and stands in a story is a term of the law, or it was taken from there."""
    words = {word for kinds in (*WORDS.values(), *NEEDS.values(), _WISHES, _SUGGESTIONS) for word in kinds}
    long = {word for word in words if len(word) >= LONG and not word.isascii()}
    assert len(long) >= 15
    assert {word for word in long if any(word in told.text for told in stories)} <= OFFICIAL
