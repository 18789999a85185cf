"""What `make test` leaves out is in a shard of `make check`, and a smaller sister of it stays in `make test`."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.architecture.source_tree import ROOT
from tests.tiers.__main__ import main
from tests.tiers.listing import Listed, list_tests
from tests.tiers.shards import Shard, load_shards
from tests.tiers.slowest_files import SlowestFiles
from tests.tiers.turns import BUSY, LONGEST, WAITING, folder_of, in_turns

PAGES = ("README.md", "README.zh-CN.md", "CONTRIBUTING.md")
BUDGET_SECONDS = 30 * 60
ONE_AND_TEN = [
    Listed(f"tests/a/test_b.py::test_c[{n}]", "tests/a/test_b.py::test_c", n > 0, "") for n in range(11)
]


@pytest.fixture(scope="module")
def listed() -> list[Listed]:
    """The tests of all files that speak of the mark."""
    return list_tests()


def shards_of(tests: list[Listed], shards: tuple[Shard, ...]) -> dict[str, list[str]]:
    """The shards of each test that `make test` leaves out."""
    left_out = [test for test in tests if test.is_for_check]
    return {test.test: [shard.name for shard in shards if shard.holds(test.file)] for test in left_out}


def without_sister(tests: list[Listed]) -> set[str]:
    """Functions that `make test` leaves out without one of their cases, or the tests of the file they name, staying."""
    staying = {place for test in tests if not test.is_for_check for place in (test.function, test.file)}
    return {
        test.function
        for test in tests
        if test.is_for_check
        and not ({test.function, test.sister} & staying or is_whole_file(test.sister, tests))
    }


def is_whole_file(sister: str, tests: list[Listed]) -> bool:
    """Whether a file exists and knows nothing of the mark, so that `make test` runs all of it."""
    return bool(sister) and (ROOT / sister).is_file() and sister not in {test.file for test in tests}


def test_every_test_of_make_check_stands_in_exactly_one_shard(listed: list[Listed]) -> None:
    found = shards_of(listed, load_shards())
    assert len(found) > 20
    assert {test: names for test, names in found.items() if len(names) != 1} == {}


def test_no_shard_is_empty(listed: list[Listed]) -> None:
    filled = {name for names in shards_of(listed, load_shards()).values() for name in names}
    assert {shard.name for shard in load_shards()} - filled == set()


def test_a_test_in_no_shard_and_a_test_in_two_are_found() -> None:
    once, twice = (
        Shard(name, "", 1, 1, paths) for name, paths in (("x", ("tests/a",)), ("y", ("tests/a/test_b.py",)))
    )
    assert shards_of(ONE_AND_TEN[:2], (once, twice)) == {"tests/a/test_b.py::test_c[1]": ["x", "y"]}
    assert shards_of(ONE_AND_TEN[:2], ()) == {"tests/a/test_b.py::test_c[1]": []}


def test_what_moved_to_make_check_left_a_smaller_sister_in_make_test(listed: list[Listed]) -> None:
    assert without_sister(listed) == set()


def test_a_test_without_a_sister_is_found() -> None:
    assert without_sister(ONE_AND_TEN) == set()
    alone = ONE_AND_TEN[1:]
    assert without_sister(alone) == {"tests/a/test_b.py::test_c"}
    for sister, is_found in (("tests/a/gone.py", True), ("tests/architecture/test_tiers.py", False)):
        named = [Listed(test.test, test.function, test.is_for_check, sister) for test in alone]
        assert bool(without_sister(named)) is is_found
    in_circle = [Listed(test.test, test.function, test.is_for_check, test.file) for test in alone]
    assert without_sister(in_circle) == {"tests/a/test_b.py::test_c"}


def test_the_shards_fit_into_their_half_hour() -> None:
    """What runs beside the others has ended before they have."""
    beside = sum(shard.seconds for shard in load_shards() if shard.is_beside)
    others = sum(shard.seconds for shard in load_shards() if not shard.is_beside)
    assert beside < others <= BUDGET_SECONDS


def test_a_shard_that_finds_no_test_fails_and_the_others_still_run(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """And each line tells how long it took."""
    shards = tuple(Shard(name, name, 0, 1, ("tests/architecture/test_locks.py",)) for name in ("one", "two"))
    monkeypatch.setattr("tests.tiers.__main__.load_shards", lambda: shards)
    assert main([]) == 1
    told = re.findall(r"^shard (\w+): FAILED \(exit code 5\) in \d+ s", capfd.readouterr().out, re.M)
    assert told == ["one", "two", "one", "two"]


def test_a_shard_beside_the_others_is_told_after_them(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """It fails as they do, and what pytest said of it is shown."""
    paths = ("tests/architecture/test_locks.py",)
    shards = (Shard("one", "one", 0, 1, paths, is_beside=True), Shard("two", "two", 0, 1, paths))
    monkeypatch.setattr("tests.tiers.__main__.load_shards", lambda: shards)
    assert main([]) == 1
    out = capfd.readouterr().out
    told = re.findall(r"^shard (\w+): FAILED \(exit code 5\) in \d+ s", out, re.M)
    assert told == ["two", "one", "two", "one"]
    assert out.count("deselected") == 2


def test_a_timed_shard_comes_when_all_others_have_ended(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Also those beside them: seconds on a busy machine say nothing."""
    paths = ("tests/architecture/test_locks.py",)
    shards = (
        Shard("timed", "", 0, 1, paths, is_timed=True),
        Shard("beside", "", 0, 1, paths, is_beside=True),
        Shard("other", "", 0, 1, paths),
    )
    monkeypatch.setattr("tests.tiers.__main__.load_shards", lambda: shards)
    for names in ([], ["timed", "beside", "other"]):
        assert main(names) == 1
        told = re.findall(r"^shard (\w+): FAILED", capfd.readouterr().out, re.M)
        assert told == ["other", "beside", "timed"] * 2


def test_an_unknown_shard_is_refused_with_the_names_of_the_others(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["nothing"]) == 2
    assert "stories" in capsys.readouterr().err


def dry_run(target: str) -> subprocess.CompletedProcess[str]:
    """What make would do, without doing it; not as a part of the make that runs this test."""
    environment = {
        name: value for name, value in os.environ.items() if name not in {"MAKEFLAGS", "MAKELEVEL"}
    }
    command = ["make", "--dry-run", "--old-file=setup-dev", target]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env=environment, check=False)


@pytest.mark.parametrize("shard", load_shards(), ids=lambda shard: shard.name)
def test_make_has_a_target_for_each_shard(shard: Shard) -> None:
    assert f"-m tests.tiers {shard.name}\n" in dry_run(f"check-{shard.name}").stdout


def test_make_has_no_target_for_a_shard_that_does_not_exist() -> None:
    assert dry_run("check-nothing").returncode != 0


def test_make_check_runs_all_shards_and_make_test_none() -> None:
    assert dry_run("check").stdout.rstrip().endswith("-m tests.tiers")
    assert '-m "not check"' in dry_run("test").stdout


def test_make_help_shows_the_tiers_and_the_shards() -> None:
    shown = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    targets = {line.split()[0] for line in shown.splitlines()}
    assert {"test", "check", "prove", "bench"} <= targets
    assert {f"check-{shard.name}" for shard in load_shards()} <= targets


def test_ci_runs_style_types_both_tiers_and_the_smoke_test_in_this_order() -> None:
    lines = (ROOT / ".ci" / "run").read_text("utf-8").splitlines()
    steps = ["make lint", "make types", "make test", "make check", ".venv/bin/python .ci/smoke.py"]
    assert [line for line in lines if line in steps] == steps


@pytest.mark.parametrize("page", PAGES)
def test_the_pages_name_the_three_tiers(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    for target in ("make test", "make check", "make prove", "make bench"):
        assert target in text


def test_contributing_lists_the_shards_with_what_they_ask() -> None:
    rows = re.findall(
        r"^\| `make check-([a-z-]+)` \| (.*) \|$", Path(ROOT / "CONTRIBUTING.md").read_text("utf-8"), re.M
    )
    assert rows == [(shard.name, shard.about) for shard in load_shards()]


def test_the_slowest_files_are_told_slowest_first() -> None:
    told = SlowestFiles()
    for number in range(12):
        for when in ("setup", "call"):
            report = pytest.TestReport(
                f"tests/test_{number}.py::test_x", ("", 0, ""), {}, "passed", None, when, duration=number / 2
            )
            told.pytest_runtest_logreport(report)
    assert told.lines()[0].split() == ["11.0", "s", "tests/test_11.py"]
    assert len(told.lines()) == 10


def test_files_that_wait_are_dealt_out_among_busy_ones_the_longest_first() -> None:
    waiting = ["tests/acceptance/test_a.py", "tests/workers/test_b.py", LONGEST[0]]
    busy = [f"tests/unit/test_{number}.py" for number in range(6)]
    others = ["tests/engine/test_c.py", "tests/web_a11y/test_d.py"]
    turns = in_turns([waiting[0], others[0], *busy, others[1], *waiting[1:]])
    assert sorted(turns) == sorted([*waiting, *busy, *others])
    assert [file for file in turns if file not in waiting] == [others[0], *busy, others[1]]
    assert [turns.index(file) for file in (LONGEST[0], *waiting[:2])] == [1, 4, 7]
    assert in_turns(waiting) == [LONGEST[0], *waiting[:2]]
    assert in_turns(busy) == busy


def test_files_that_begin_first_exist_and_wait() -> None:
    assert [file for file in LONGEST if not (ROOT / file).is_file() or folder_of(file) not in WAITING] == []
    assert [name for name in (*WAITING, *BUSY) if not (ROOT / "tests" / name).is_dir()] == []
