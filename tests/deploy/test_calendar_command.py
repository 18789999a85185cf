"""`jieban calendar`: the centre closes or opens a day itself; what is wrong with a value is said in words (HS-26, HS-28)."""

from __future__ import annotations

import json
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


def test_the_yearly_notice_is_imported_once(data: Path, tmp_path: Path) -> None:
    """N2: the command says how many dates moved, then that nothing is new; a faulty file is refused in words."""
    file = tmp_path / "notice.json"
    days = {"holidays": {"元旦": ["2028-01-01"]}, "makeup": {}}
    year = {"year": 2028, "source": "通知", "published_on": "2027-11-10", **days}
    file.write_text(json.dumps({"years": [year]}), "utf-8")
    done = run(data, "calendar", "import", str(file), "--by", "admin")
    assert (done.exit_code, done.output) == (
        0,
        "2028: 0 dates moved, 0 hold / 调整 0 个期限，0 个不变\n",
    )
    assert run(data, "calendar", "import", str(file), "--by", "admin").output == "nothing new / 没有变化\n"
    file.write_text("放假", "utf-8")
    refused = run(data, "calendar", "import", str(file), "--by", "admin")
    assert (refused.exit_code, refused.output) == (1, "Error: file: no JSON / 不是 JSON\n")


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
