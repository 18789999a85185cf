"""The page of security says nothing that its tables do not carry: no state without its tests, no test that is not there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from deploy.docs.attack_text import attack_part, list_tests_by_id, read_attacks
from deploy.docs.pages import ROOT
from deploy.docs.security_text import CheckFault, check_ids, read_checks, security_text


@pytest.fixture
def table(tmp_path: Path) -> dict[str, dict[str, Any]]:
    """A row for every check, all held by one test below `tmp_path`."""
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_x.py").write_text(
        "def test_it() -> None: ...\n\nasync def test_later() -> None: ...\n"
    )
    return {name: row(tests=["tests/test_x.py::test_it"]) for name in check_ids()}


def row(state: str = "held", **fields: Any) -> dict[str, Any]:
    return {"says": "It is so.", "state": state, **fields}


def test_every_check_stands_once_with_tests_that_are_there(
    tmp_path: Path, table: dict[str, dict[str, Any]]
) -> None:
    """SE-41."""
    assert len(check_ids()) == 56
    table["A3"] = row("missing", lacks="all of it")
    table["H"] = row("partly", lacks="half", tests=["tests/test_x.py::test_later"])
    assert [check.id for check in read_checks(table, tmp_path)] == check_ids()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("A1", None), "each there once"),
        (("Z9", row()), "each there once"),
        (("B1", row("fine", tests=["tests/test_x.py::test_it"])), "no such state"),
        (("B1", row()), "names its tests"),
        (("B1", row(tests=["tests/test_x.py::test_it"], lacks="a bit")), "lacks nothing"),
        (("B1", row("partly", tests=["tests/test_x.py::test_it"])), "says what it lacks"),
        (("B1", row("missing", lacks="all", tests=["tests/test_x.py::test_it"])), "names none"),
        (("B1", row(tests=["tests/test_x.py::test_gone"])), "test_gone"),
        (("B1", row(tests=["tests/test_gone.py::test_it"])), "test_gone"),
    ],
)
def test_a_row_that_says_what_cannot_be_so_is_refused(
    tmp_path: Path, table: dict[str, dict[str, Any]], change: tuple[str, dict[str, Any] | None], told: str
) -> None:
    name, changed = change
    if changed is None:
        del table[name]
    else:
        table[name] = changed
    with pytest.raises(CheckFault, match=told):
        read_checks(table, tmp_path)


def test_the_page_draws_who_could_do_harm_and_names_checks_that_there_are() -> None:
    """SE-41: a threat model with a picture before the checks; a fresh page is compared in test_generated_pages.py."""
    text = security_text(ROOT)
    model, _, rest = text.partition("\n## Checks\n")
    checks, _, attacks = rest.partition("\n## What was done to it\n")
    assert attacks.count("\n| SE-") == len(read_attacks())
    assert "```mermaid" in model
    assert model.count("\n| ") == 2 + 9
    assert all(f"\n| {name} | " in checks for name in check_ids())


def test_every_attack_of_the_review_is_held_by_a_test_that_names_it() -> None:
    """SE-41: what no test names any more is told here, and stands on the page as not held."""
    attacks = read_attacks()
    assert list(attacks) == sorted(attacks, key=lambda name: int(name.removeprefix("SE-")))
    assert sorted(attacks.keys() - list_tests_by_id(ROOT).keys()) == []


def test_an_attack_names_all_its_tests_once_by_file(tmp_path: Path) -> None:
    """SE-41: also the fourth; a file that names it itself stands for its tests."""
    (tmp_path / "tests").mkdir()
    tests = "".join(f'def test_{no}() -> None:\n    """SE-2."""\n\n' for no in range(1, 6))
    (tmp_path / "tests" / "test_x.py").write_text(tests)
    (tmp_path / "tests" / "test_y.py").write_text(f'"""SE-2."""\n\n{tests}')
    names = ", ".join(f"`test_{no}`" for no in range(1, 6))
    assert f"| `tests/test_x.py`: {names}<br>`tests/test_y.py` |\n" in attack_part(tmp_path)


def test_only_the_words_of_a_test_itself_count(tmp_path: Path) -> None:
    (tmp_path / "tests").mkdir()
    source = '# SE-11\n"""SE-1."""\n\ndef test_it() -> None:\n    """SE-12, R3."""\n\ndef other() -> None:\n    """SE-13."""\n'
    (tmp_path / "tests" / "test_x.py").write_text(source)
    assert list_tests_by_id(tmp_path) == {"SE-1": ["tests/test_x.py"], "SE-12": ["tests/test_x.py::test_it"]}
