"""`python -m tests.tiers.listing`: the tests of every file that speaks of the mark `check`, as JSON.

In a process of its own, since pytest does not collect within a test.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

import pytest

from tests.tiers.shards import ROOT

MARK = "check"
# How a file can give a test the mark.
WAYS = ("mark.check", "tests.tiers.sisters")


@dataclass(frozen=True, slots=True)
class Listed:
    """One test: its id, its function, whether `make test` leaves it out, and the files of its smaller sister."""

    test: str
    function: str
    is_for_check: bool
    sister: str

    @property
    def file(self) -> str:
        """The file by its path from the root."""
        return self.test.partition("::")[0]


class Collector:
    """Keeps what pytest has collected."""

    def __init__(self) -> None:
        self.tests: list[Listed] = []

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Keep all tests; the nearest mark that names a sister counts."""
        for item in session.items:
            marks = list(item.iter_markers(MARK))
            sisters = [str(mark.kwargs["sister"]) for mark in marks if "sister" in mark.kwargs]
            function = item.nodeid.partition("[")[0]
            self.tests.append(Listed(item.nodeid, function, bool(marks), sisters[0] if sisters else ""))


def speaks_of_the_mark(path: Path) -> bool:
    """Whether a test of this file may have the mark, given by itself or by a fixture of its folders."""
    folders = (folder / "conftest.py" for folder in path.parents if folder.is_relative_to(ROOT / "tests"))
    texts = [source.read_text("utf-8") for source in (path, *folders) if source.is_file()]
    return any(way in text for way in WAYS for text in texts)


def marked_files() -> list[str]:
    """Files of tests that may hold a test with the mark."""
    files = [
        path for path in sorted((ROOT / "tests").rglob("test_*.py")) if path.parent.name != "architecture"
    ]
    return [str(path.relative_to(ROOT)) for path in files if speaks_of_the_mark(path)]


def list_tests() -> list[Listed]:
    """The tests of these files, listed by a process of its own."""
    command = [sys.executable, "-m", "tests.tiers.listing"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [Listed(**row) for row in json.loads(listed)]


def main() -> None:
    """Print them; nothing else may come out."""
    collector = Collector()
    with contextlib.redirect_stdout(sys.stderr):
        code = pytest.main(["--collect-only", "-p", "no:cacheprovider", *marked_files()], plugins=[collector])
    if code != pytest.ExitCode.OK:
        sys.exit(int(code))
    print(json.dumps([asdict(test) for test in collector.tests]))


if __name__ == "__main__":
    main()
