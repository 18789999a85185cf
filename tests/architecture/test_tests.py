"""A test stands alone: what two of them need is a fixture or a function that says what it does."""

from __future__ import annotations

import ast

from tests.architecture.source_tree import ROOT


def called_tests(source: str) -> list[str]:
    """Tests that this source calls by name, each with its line."""
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    names = (call.func for call in calls if isinstance(call.func, ast.Name))
    return [f"{name.id}:{name.lineno}" for name in names if name.id.startswith("test_")]


def test_no_test_calls_a_test() -> None:
    """HS-19: whoever changes a test would change another one unseen."""
    files = sorted((ROOT / "tests").rglob("*.py"))
    assert len(files) > 300
    found = {str(path.relative_to(ROOT)): called_tests(path.read_text("utf-8")) for path in files}
    assert {file: calls for file, calls in found.items() if calls} == {}


def test_a_call_of_a_test_is_found() -> None:
    assert called_tests("def test_b(office):\n    test_a(office)") == ["test_a:2"]
    assert called_tests("application.test_client()") == []
