"""What belongs together has a name: no parameter packs several values into a bare tuple."""

from __future__ import annotations

import ast

import pytest

from tests.architecture.source_tree import ROOT, modules


def packed_parameters(source: str) -> list[str]:
    """Parameters whose annotation is a tuple of unlike things, or of three; `tuple[X, ...]` and a pair of likes are none."""
    return [
        f"{node.name}({argument.arg})"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for argument in [*node.args.args, *node.args.kwonlyargs]
        if _is_packed(argument.annotation)
    ]


def _is_packed(annotation: ast.expr | None) -> bool:
    if not isinstance(annotation, ast.Subscript) or ast.unparse(annotation.value) != "tuple":
        return False
    parts = annotation.slice.elts if isinstance(annotation.slice, ast.Tuple) else [annotation.slice]
    names = [ast.unparse(part) for part in parts]
    return names[-1] != "..." and (len(names) > 2 or len(set(names)) > 1)


@pytest.mark.parametrize("package", ["engine", "models"])
def test_no_parameter_is_a_bag_of_values(package: str) -> None:
    """HS-24: four parameters are enough, but not by tying two of them together."""
    files = modules(package)
    assert len(files) > 60
    found = {str(path.relative_to(ROOT)): packed_parameters(path.read_text("utf-8")) for path in files}
    assert {path: names for path, names in found.items() if names} == {}


def test_a_planted_bag_is_found() -> None:
    assert packed_parameters("def f(place: tuple[Node, Faults], rest: tuple[str, ...]) -> None: ...") == [
        "f(place)"
    ]
    assert packed_parameters("async def g(*, place: tuple[int, int, int]) -> None: ...") == ["g(place)"]
    assert packed_parameters("def h(span: tuple[datetime, datetime]) -> None: ...") == []
