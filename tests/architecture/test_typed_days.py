"""A day that somebody typed is read by one of two functions, which know on which days an office can count."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.architecture.source_tree import ROOT, modules

CHECKED = ("models", "services", "workers", "api")
# They read what the program itself wrote into a column, a variable or the address of the next page, and only compare it.
OWN_WORDS = {
    "api/staff/variable_words.py",
    "models/ledger/trail_head.py",
    "models/ledger/trail_verified.py",
    "services/forms/place_in_list.py",
    "services/keeping/due_files.py",
    "services/office/visiting_hours.py",
    "services/transfer/waiting_files.py",
}


def days_that_may_be_wrong(source: str) -> list[int]:
    """The lines on which a day is read by whoever is ready for one that is none."""
    if "fromisoformat" not in source:
        return []
    tries = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Try))
    return [
        found.lineno
        for one in tries
        for statement in one.body
        for found in ast.walk(statement)
        if isinstance(found, ast.Attribute) and found.attr == "fromisoformat"
    ]


def test_only_legal_time_reads_days_that_may_be_wrong() -> None:
    files = {path.relative_to(ROOT).as_posix(): path for package in CHECKED for path in modules(package)}
    assert files.keys() >= OWN_WORDS
    found = {name for name, path in files.items() if days_that_may_be_wrong(Path(path).read_text("utf-8"))}
    assert found == OWN_WORDS


def test_the_check_finds_such_a_reading() -> None:
    source = "try:\n    day = date.fromisoformat(text)\nexcept ValueError:\n    day = None"
    assert days_that_may_be_wrong(source) == [2]
    assert days_that_may_be_wrong("day = date.fromisoformat(row.day)") == []
