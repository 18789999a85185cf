"""Each task and call of each shipped diagram taken out: never archived unlawfully, never answered unapproved, never silent.

What the engine refuses to deploy is told at once. All others are walked, by a story that comes to the step and by another.
"""

from __future__ import annotations

import pytest

from tests.mutated.choose import some_of
from tests.mutated.core_office import CoreOffice
from tests.mutated.diagrams import Place
from tests.mutated.endings import CIRCLE, end_without
from tests.mutated.told import SILENT
from tests.mutated.walk import Story
from tests.tiers.sisters import leave_every

ROWS = some_of("steps")


@pytest.mark.parametrize(("place", "story"), leave_every(7, ROWS), ids=str)
def test_a_diagram_without_a_step_ends_no_case_against_the_law_and_none_in_silence(
    office: CoreOffice, place: Place, story: Story
) -> None:
    """OW-1 OW-24 C16: by an oracle of its own, and by what the office's pages would show."""
    ended = end_without(office, place, story)
    assert ended.unlawful == []
    assert ended.kind not in {SILENT, CIRCLE}, (ended.stage, ended.refused)
    assert ended.lost == []
    for words in ended.refusals:
        assert "怎么办" in words, words
