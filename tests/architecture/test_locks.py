"""Locks hold pins and hashes only and name no registry."""

from __future__ import annotations

import json
import re
import subprocess
from importlib.metadata import packages_distributions

import pytest

from tests.architecture.source_tree import PACKAGES, ROOT

PIN = re.compile(r"^[a-z0-9][a-z0-9._-]*(\[[a-z0-9,_-]+\])?==[^\s;]+( ; [^\\]+)? \\$")
HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}( \\)?$")


def bad_lines(text: str) -> list[str]:
    return [
        line
        for line in text.splitlines()
        if line and not line.lstrip().startswith("#") and not PIN.match(line) and not HASH.match(line)
    ]


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_line_is_a_pin_a_hash_or_a_comment(name: str) -> None:
    text = (ROOT / name).read_text()
    assert "sha256" in text
    assert bad_lines(text) == []


def test_the_check_finds_an_address_and_an_open_range() -> None:
    assert bad_lines("--index-url https://example.org/simple")
    assert bad_lines("flask>=3")


def test_the_npm_lock_names_no_download_address() -> None:
    lock = json.loads((ROOT / "web" / "package-lock.json").read_text())
    assert lock["packages"]
    assert [name for name, entry in lock["packages"].items() if "resolved" in entry] == []


def test_there_is_no_uv_lock() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert "uv.lock" not in tracked.split()


def test_no_other_distribution_owns_a_top_level_name() -> None:
    owners = packages_distributions()
    assert {
        name: owners.get(name) for name in PACKAGES if set(owners.get(name) or ["jieban"]) != {"jieban"}
    } == {}
