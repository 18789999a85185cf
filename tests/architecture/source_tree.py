"""Where the sources of this repository stand."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("bpmn", "models", "services", "adapters", "workers", "api", "engine", "deploy")


def modules(package: str) -> list[Path]:
    """Every Python file of a top-level package."""
    return sorted(p for p in (ROOT / package).rglob("*.py") if "node_modules" not in p.parts)


def imported_names(path: Path) -> Iterator[str]:
    """Dotted names that a file imports, wherever in the file."""
    for module, names in _imports(path.read_text(encoding="utf-8")):
        yield from (module,) if module else names


def imported_modules(path: Path) -> list[str]:
    """Modules that a file imports, wherever in the file: `from a import b` counts as `a.b` where that is a module."""
    found: list[str] = []
    for module, names in _imports(path.read_text(encoding="utf-8")):
        found += [_module_of(module, name) for name in names] if module else names
    return sorted(set(found))


@cache
def _imports(source: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Of each import the module that names come from, "" for modules themselves, and the names; many tests ask for them."""
    return tuple(
        (
            node.module or "" if isinstance(node, ast.ImportFrom) else "",
            tuple(alias.name for alias in node.names),
        )
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Import)
        or (isinstance(node, ast.ImportFrom) and node.module and node.level == 0)
    )


def _module_of(module: str, name: str) -> str:
    place = ROOT / module.replace(".", "/") / name
    return f"{module}.{name}" if place.is_dir() or place.with_suffix(".py").is_file() else module
