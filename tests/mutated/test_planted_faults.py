"""The proofs can fail: with a guard of the product taken away each of them finds a case."""

from __future__ import annotations

import pytest

from services.case import lawful_end
from tests.mutated.core_office import CoreOffice
from tests.mutated.diagrams import Place
from tests.mutated.endings import WAITED, end_without, wait_at
from tests.mutated.stories import PLAIN, UNANSWERED

OPINION = Place("complaint", "Call_Disposal")
SUMMARY = Place("complaint", "Task_ConcludeHandling")
BEFORE_THE_ANSWER = Place("complaint", "Flow_StagesToStagesLeft")
BEFORE_THE_QUESTION = Place("intake", "Flow_SupplementWindowToCheckSupplementWindow")


def answer_nothing(*_asked: object) -> list[object]:
    """Nothing is missing, whatever is asked."""
    return []


@pytest.mark.parametrize(
    ("place", "words"), [(OPINION, "answered in round 1"), (SUMMARY, "archived: not answered")]
)
def test_without_the_guard_of_the_law_cases_end_against_it(
    office: CoreOffice, monkeypatch: pytest.MonkeyPatch, place: Place, words: str
) -> None:
    """OW-24: unapproved, and unanswered."""
    assert end_without(office, place, PLAIN).unlawful == []
    monkeypatch.setattr(lawful_end, "list_missing_for_answer", answer_nothing)
    monkeypatch.setattr(lawful_end, "_is_answered", lambda *_asked: True)
    assert any(words in fault for fault in end_without(office, place, PLAIN).unlawful)


@pytest.mark.parametrize(
    ("place", "story"), [(BEFORE_THE_ANSWER, PLAIN), (BEFORE_THE_QUESTION, UNANSWERED)], ids=str
)
def test_without_the_sweep_a_limit_is_late_in_silence(
    office: CoreOffice, place: Place, story: object
) -> None:
    """OW-3: the limit of the answer, and one that stands still for material."""
    office.sweeps = False
    ended = wait_at(office, place, story, "userTask")  # type: ignore[arg-type]  # a story
    assert ended.kind == WAITED
    assert ended.watched is not None
    assert ended.watched.faults != []
