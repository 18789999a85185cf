"""No function of the sources stands twice: what two places need has one (HS-19)."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from tests.architecture.source_tree import PACKAGES, ROOT, modules

# So few nodes are a phrase, which any two functions may share.
PHRASE = 40


def twins(sources: Mapping[str, str]) -> list[list[str]]:
    """Functions with the same body, docstrings apart, by file and name."""
    places: dict[str, list[str]] = defaultdict(list)
    for file, source in sources.items():
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef):
                body = ast.Module([part for part in node.body if not _is_docstring(part)], [])
                if sum(1 for _ in ast.walk(body)) > PHRASE:
                    places[ast.dump(body)].append(f"{file}:{node.name}")
    return [found for found in places.values() if len(found) > 1]


def _is_docstring(part: ast.stmt) -> bool:
    return isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant)


def read(paths: Iterable[Path]) -> dict[str, str]:
    return {str(path.relative_to(ROOT)): path.read_text("utf-8") for path in paths}


def test_no_function_stands_twice() -> None:
    """HS-19: also not under another name or in another package. A revision of the database is a record and stays as it was."""
    paths = [path for package in PACKAGES for path in modules(package) if "migrations" not in path.parts]
    assert len(paths) > 500, "the sources were visited"
    assert twins(read(paths)) == []


def test_a_twin_under_another_name_is_found() -> None:
    body = "    found = {row.code: row.name for row in rows if row.active}\n"
    body += "    return sorted((code, name.strip()) for code, name in found.items() if name)\n"
    one = f'def a(rows):\n    """One."""\n{body}'
    other = f"async def c(): ...\ndef b(rows):\n{body}"
    assert twins({"x.py": one, "y.py": other}) == [["x.py:a", "y.py:b"]]
    assert twins({"x.py": one, "y.py": other.replace("active", "open")}) == []
