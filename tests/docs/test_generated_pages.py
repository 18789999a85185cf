"""Pages and tables that follow from the code are fresh, and the generators refuse what they cannot tell."""

from __future__ import annotations

from pathlib import Path

import pytest

from deploy.docs.moves import list_moves
from deploy.docs.pages import ROOT, generated_files, list_stale, replace_block
from deploy.docs.picture_digests import list_outdated_pictures
from deploy.docs.requirements_text import (
    TITLES,
    UnknownRequirement,
    marks_of,
    requirements_text,
)
from models.case.lifecycle import ClockKind


def test_every_generated_page_is_fresh() -> None:
    """Else run `python -m deploy.docs`."""
    assert len(generated_files()) == 6
    assert [str(path.relative_to(ROOT)) for path in list_stale()] == []


def test_every_picture_shows_the_diagram_of_today() -> None:
    """Else run `python -m deploy.docs.pictures`."""
    assert list_outdated_pictures() == []


def test_pages_of_states_know_who_opens_and_stops_every_limit() -> None:
    moves = list_moves()
    opened = {move.member for move in moves if move.call == "OpenClock"}
    stopped = {move.member for move in moves if move.call in {"stop_running_clock", "stop_own_clock"}}
    assert opened == {kind.name for kind in ClockKind}
    assert opened - stopped == {ClockKind.OWNER_LIMIT.name}, "which ends with its stage"


def test_a_block_is_replaced_between_its_marks_only() -> None:
    text = "a\n<!-- t: note -->\nold\n<!-- /t -->\nb"
    assert replace_block(text, "t", "new") == "a\n<!-- t: note -->\n\nnew\n<!-- /t -->\nb"
    with pytest.raises(ValueError, match="0 times"):
        replace_block(text, "u", "new")


@pytest.mark.parametrize(
    ("docstring", "marks"),
    [
        ("R46: escalates.", ["R46"]),
        ("R20 R47: rules of who.", ["R20", "R47"]),
        ("R64, N5: silence.", ["R64", "N5"]),
        ("Escalates and never kills. R46.", ["R46"]),
        ("R109", ["R109"]),
        ("All stories lived (R18, R22).", ["R18", "R22"]),
        ("A cycle R3/PT1H is no requirement.", []),
    ],
)
def test_requirement_numbers_are_read_from_a_docstring(docstring: str, marks: list[str]) -> None:
    assert marks_of(docstring) == marks


def test_a_requirement_that_does_not_exist_stops_the_page(tmp_path: Path) -> None:
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_x.py").write_text('def test_it():\n    """R999: no such."""\n')
    with pytest.raises(UnknownRequirement, match="R999"):
        requirements_text(tmp_path / "tests")


def test_every_number_of_the_mission_has_a_title() -> None:
    assert list(TITLES) == [f"R{n}" for n in range(1, 121)] + [f"N{n}" for n in range(1, 16)]
