"""`jieban calendar`: the centre closes or opens a day itself; what is wrong with a value is said in words (HS-26, HS-28)."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from deploy.cli import jieban
from deploy.office import make_office
from deploy.settings import load_settings

DAY = "2027-03-05"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("office")
    make_office(load_settings({"JIEBAN_DATA": str(path)}), None, lambda _line: None)
    return path


def run(data: Path, *words: str) -> Result:
    return CliRunner().invoke(jieban, words, env={"JIEBAN_DATA": str(data)})


def test_a_day_is_closed_and_opened_again_with_its_reason(data: Path) -> None:
    by = ("--by", "admin")
    assert run(data, "calendar", "close", DAY, "--reason", "台风停办", *by).exit_code == 0
    assert run(data, "calendar", "list").output == f"{DAY}\tlocal_closure\t台风停办\tadmin\n"
    assert run(data, "calendar", "open", DAY, "--reason", "照常办公", *by).exit_code == 0
    assert run(data, "calendar", "list").output == f"{DAY}\tlocal_workday\t照常办公\tadmin\n"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("calendar", "close", DAY, "--reason", " ", "--by", "admin"), "reason: must be told / 必须填写"),
        (("calendar", "close", DAY, "--reason", "长" * 201, "--by", "admin"), "reason: too long / 太长"),
        (("calendar", "close", DAY, "--reason", "台风", "--by", "nobody"), "NOT_FOUND"),
        (
            ("limits", "add", "现场", "--amount", "2", "--basis", "规定", "--by", "admin"),
            "key: lower-case letters",
        ),
        (
            ("limits", "add", "visit", "--amount", "0", "--basis", "规定", "--by", "admin"),
            "amount: outside what",
        ),
    ],
)
def test_a_wrong_value_is_told_in_words_and_changes_nothing(
    data: Path, words: tuple[str, ...], told: str
) -> None:
    before = run(data, "calendar", "list").output
    refused = run(data, *words)
    assert refused.exit_code == 1
    assert told in refused.output
    assert run(data, "calendar", "list").output == before
