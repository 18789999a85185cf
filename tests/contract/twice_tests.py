"""Which job types the tests of the workers run twice on one job, read from their source."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "workers"
JOB_TYPE = re.compile(r"complaint\.[a-z]+(-[a-z]+)+")


def list_run_twice(folder: Path = FOLDER) -> set[str]:
    """Job types named in tests marked C12, in the tables these read, and in calls of `twice`."""
    return {
        job_type
        for path in sorted(folder.glob("test_*.py"))
        for job_type in _of_module(ast.parse(path.read_text("utf-8")))
    }


def _of_module(module: ast.Module) -> Iterator[str]:
    tables = {
        node.target.id: node
        for node in module.body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    }
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "twice":
            yield from _named(node)
        if isinstance(node, ast.FunctionDef) and (ast.get_docstring(node) or "").startswith("C12"):
            yield from _named(node)
            used = {name.id for name in ast.walk(node) if isinstance(name, ast.Name)}
            for table in sorted(used & tables.keys()):
                yield from _named(tables[table])


def _named(node: ast.AST) -> Iterator[str]:
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str) and JOB_TYPE.fullmatch(part.value):
            yield part.value
