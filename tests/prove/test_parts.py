"""`make prove`: its parts fit into an hour, and figures that prove nothing are not taken for a proof."""

from __future__ import annotations

import json
import re
import subprocess
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from prove.__main__ import commit_now, main, run, version
from prove.parts import ROOT, Part, load_parts
from prove.record import OUT_VARIABLE, Record, read_rows
from prove.reliability import ProofFault, Proven, list_faults, read_figures

MOST_MINUTES, MOST_OF_ALL = 9, 60
PAGES = ("README.md", "README.zh-CN.md", "CONTRIBUTING.md", "docs/operations.md")
FIGURES: dict[str, object] = {
    "version": "1",
    "commit": "abc",
    "records": [
        {"unit": "kills", "attempts": 3, "faults": {"web": 3}, "lost": 0, "duplicated": 0, "leaked": 0}
    ],
}
PART = Part("kills", "kills", 1, (), ("prove/parts.py",))


def test_every_part_fits_and_all_fit_into_an_hour() -> None:
    parts = load_parts()
    assert parts
    assert {part.name: part.minutes for part in parts if part.minutes > MOST_MINUTES} == {}
    assert sum(part.minutes for part in parts) <= MOST_OF_ALL


def test_every_part_names_tests_and_files_that_are_there() -> None:
    for part in load_parts():
        assert part.tests
        assert [name for name in part.tests if not (ROOT / name.split("::")[0]).is_file()] == []
        assert part.proves
        assert part.digest() == part.digest()


def test_every_figure_is_of_this_release_and_proves_something() -> None:
    """Else run `make prove-PART` and `python -m deploy.docs`."""
    assert list_faults(read_figures(load_parts()), version()) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"version": "0"}, "ran with 0, before the last release"),
        ({"commit": "abc+"}, "ran with files that no commit has"),
        ({"attempts": 0}, "attempted no kills"),
        ({"faults": {"web": 3, "engine": 0}}, "never met engine"),
        ({"lost": 1}, "1 lost"),
        ({"duplicated": 2}, "2 duplicated"),
        ({"leaked": 1}, "1 leaked"),
    ],
)
def test_figures_that_prove_nothing_are_named(change: dict[str, object], fault: str) -> None:
    records = FIGURES["records"]
    assert isinstance(records, list)
    figures = FIGURES | change | {"records": [records[0] | change]}
    assert list_faults([Proven(PART, FIGURES)], "1") == []
    assert list_faults([Proven(PART, figures)], "1") == [f"kills: {fault}"]


def test_a_part_that_never_ran_stops_the_page() -> None:
    with pytest.raises(ProofFault, match="no figures of never-ran: run `make prove-never-ran`"):
        read_figures([replace(PART, name="never-ran")])


def test_figures_are_old_once_a_file_they_prove_changed(tmp_path: Path) -> None:
    figures = {"proves": PART.digest()}
    assert not Proven(PART, figures).is_old
    assert Proven(replace(PART, proves=("prove/record.py",)), figures).is_old


def test_what_the_set_up_builds_makes_no_figures_old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A clone in which only the page is checked and one in which an office runs say the same."""
    monkeypatch.setattr("prove.parts.ROOT", tmp_path)
    (tmp_path / ".gitignore").write_text((ROOT / ".gitignore").read_text("utf-8"), "utf-8")
    (tmp_path / "api").mkdir()
    (tmp_path / "api/page.py").write_text("page", "utf-8")
    part = replace(PART, proves=("api",))
    cloned = part.digest()
    for built in ("api/static/ui/list.css", "api/__pycache__/page.pyc"):
        (tmp_path / built).parent.mkdir(parents=True)
        (tmp_path / built).write_text("built", "utf-8")
    assert part.digest() == cloned
    (tmp_path / "api/static/seal.svg").write_text("drawn", "utf-8")
    assert part.digest() != cloned


def test_counts_are_kept_while_a_part_runs_and_only_then(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "rows.json"
    monkeypatch.delenv(OUT_VARIABLE, raising=False)
    Record("kills", attempts=1).save()
    assert read_rows(place) == []
    monkeypatch.setenv(OUT_VARIABLE, str(place))
    Record("kills", attempts=1).save()
    Record("stops", attempts=2, faults=Counter(web=2, engine=0)).save()
    Record("stops", attempts=3, faults=Counter(web=1)).save()
    assert [(row["unit"], row["attempts"]) for row in read_rows(place)] == [("kills", 1), ("stops", 5)]
    assert read_rows(place)[1]["faults"] == {"engine": 0, "web": 3}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("from prove.record import Record\n    Record('kills', attempts=1).save()", 0),
        ("from prove.record import Record\n    Record('kills', attempts=1).save()\n    assert False", 1),
        ("pass", 1),
    ],
)
def test_only_a_part_that_passed_and_counted_leaves_figures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str, code: int
) -> None:
    file = tmp_path / "test_it.py"
    file.write_text(f"def test_it():\n    {body}\n", "utf-8")
    monkeypatch.setattr("prove.parts.TABLE", tmp_path / "parts.toml")
    part = replace(PART, tests=(str(file), "-p", "no:cacheprovider", "--rootdir", str(tmp_path)))
    found, line = run(part)
    assert (bool(found), part.figures.exists()) == (bool(code), not code), line
    if not code:
        assert json.loads(part.figures.read_text("utf-8"))["records"][0]["attempts"] == 1


def test_the_figures_of_the_part_before_change_no_commit(tmp_path: Path) -> None:
    """All parts in one go are of one commit; what a part proves may not differ from it."""
    for name in ("prove/kills.json", "prove/parts.toml", "docs/reliability.md", "engine/core.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("{}", "utf-8")
    for words in (
        ("init", "-q"),
        ("add", "."),
        ("-c", "user.name=t", "-c", "user.email=t@t", "commit", "-qm", "t"),
    ):
        subprocess.run(("git", *words), cwd=tmp_path, check=True)
    commit = commit_now(tmp_path)
    (tmp_path / "prove/kills.json").write_text("{} ", "utf-8")
    (tmp_path / "prove/parts.toml").write_text("{} ", "utf-8")
    assert commit_now(tmp_path) == commit
    (tmp_path / "engine/core.py").write_text("{} ", "utf-8")
    assert commit_now(tmp_path) == f"{commit}+"


def test_an_unknown_part_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["nonsense"]) == 2
    assert "no part nonsense" in capsys.readouterr().err


def test_pages_name_only_parts_that_there_are() -> None:
    known = {part.name for part in load_parts()} | {"stories", "whole"}
    named = {
        name for page in PAGES for name in re.findall(r"make prove-([a-z-]+)", (ROOT / page).read_text())
    }
    assert named <= known
