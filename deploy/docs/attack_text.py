"""The part of docs/security.md that tells what a review did to an office, with the tests that carry the id of each."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from deploy.docs.table import markdown_table

_TABLE: Final = Path(__file__).with_name("attacks.toml")
_ID: Final = re.compile(r"\bSE-\d+\b")
_HEAD = """## What was done to it

A review of release 0.2.0 attacked and broke running offices. Each row says what came of it then; the tests are all those whose
own words carry its number, file by file. A file whose own words carry it stands without names: all its tests are meant. A test
shows what it was given, not every way to the same end."""


def attack_part(root: Path) -> str:
    """Heading and table."""
    tests = list_tests_by_id(root)
    rows = [
        (name, said, "<br>".join(_lines_by_file(tests.get(name, []))) or "**none**")
        for name, said in read_attacks().items()
    ]
    held = sum(name in tests for name, _, _ in rows)
    told = f"{len(rows)} rows, {held} with a test."
    return "\n\n".join((_HEAD, told, markdown_table(("number", "what came of it", "tests against it"), rows)))


def _lines_by_file(tests: Sequence[str]) -> list[str]:
    """A line for each file of these `path::name`, with its names; without any where the file itself is among them."""
    names: dict[str, list[str]] = {}
    for test in tests:
        path, _, name = test.partition("::")
        names.setdefault(path, []).append(name)
    return [
        f"`{path}`" if "" in named else f"`{path}`: {', '.join(f'`{name}`' for name in named)}"
        for path, named in names.items()
    ]


def read_attacks() -> dict[str, str]:
    """What each came to, by its id, in order."""
    return dict(tomllib.loads(_TABLE.read_text("utf-8")))


def list_tests_by_id(root: Path) -> dict[str, list[str]]:
    """`path::name` of the tests below `root` whose docstring names an id, in the order of their paths.

    A file alone where its own docstring names it.
    """
    found: dict[str, list[str]] = {}
    for path in sorted((root / "tests").rglob("test_*.py")):
        source = path.read_text("utf-8")
        if _ID.search(source):
            for name, ids in _named_in(source):
                for each in ids:
                    file = path.relative_to(root).as_posix()
                    if file not in found.setdefault(each, []):
                        found[each].append(file + name)
    return found


def _named_in(source: str) -> Iterator[tuple[str, set[str]]]:
    module = ast.parse(source)
    yield "", set(_ID.findall(ast.get_docstring(module) or ""))
    for node in module.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
            yield f"::{node.name}", set(_ID.findall(ast.get_docstring(node) or ""))
