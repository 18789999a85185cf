"""Pages and tables that follow from the code are fresh, and the generators refuse what they cannot tell."""

from __future__ import annotations

from pathlib import Path

import pytest

from deploy.docs.moves import list_moves
from deploy.docs.pages import READMES, ROOT, generated_files, list_stale, replace_block
from deploy.docs.picture_digests import list_outdated_pictures
from deploy.docs.requirements_text import (
    TITLES,
    MissingAndShown,
    UnknownRequirement,
    marks_of,
    missing_in,
    requirements_text,
)
from models.case.lifecycle import ClockKind


def test_every_generated_page_is_fresh() -> None:
    """Else run `python -m deploy.docs`."""
    assert len(generated_files()) == 10
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


SHOWN = 'def test_it():\n    """{}: it works."""\n'
NOT_YET = "# A\n\n## Not there yet\n\n- a ledger ({})\n\n## Licence\nR2\n"


@pytest.fixture
def one_test(tmp_path: Path) -> Path:
    """A folder of tests with one file in it."""
    (tmp_path / "tests").mkdir()
    return tmp_path / "tests" / "test_x.py"


def test_a_requirement_that_does_not_exist_stops_the_page(one_test: Path) -> None:
    one_test.write_text(SHOWN.format("R999"))
    with pytest.raises(UnknownRequirement, match="R999"):
        requirements_text(one_test.parent, NOT_YET.format("R66"))
    one_test.write_text(SHOWN.format("R9"))
    with pytest.raises(UnknownRequirement, match="README: R998"):
        requirements_text(one_test.parent, NOT_YET.format("R998"))


def test_what_the_readme_calls_missing_stands_in_no_row(one_test: Path) -> None:
    """HS-4, DM-31."""
    one_test.write_text(SHOWN.format("R9"))
    text = requirements_text(one_test.parent, NOT_YET.format("R66, N8"))
    assert text.count("\n| R") == 1
    assert "nothing is there yet (README): R66, N8." in text
    assert "The README calls none of these missing." in requirements_text(
        one_test.parent, NOT_YET.format("—")
    )
    one_test.write_text(SHOWN.format("R66"))
    with pytest.raises(MissingAndShown, match=r"R66 by tests/test_x\.py::test_it"):
        requirements_text(one_test.parent, NOT_YET.format("R66, N8"))


def test_both_readmes_call_the_same_requirements_missing() -> None:
    """HS-4."""
    english, chinese = (
        (ROOT / name).read_text("utf-8").replace("还没有的部分\n\n", "Not there yet\n\n") for name in READMES
    )
    assert "Not there yet\n\n" in english
    assert "Not there yet\n\n" in chinese
    assert missing_in(english) == missing_in(chinese)


def test_every_number_of_the_mission_has_a_title() -> None:
    assert list(TITLES) == [f"R{n}" for n in range(1, 121)] + [f"N{n}" for n in range(1, 16)]
