"""Each finding about the pages (UX-1 to UX-47) stands in the docstring of a test that shows it, or is answered here."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

TESTS = Path(__file__).parents[1]
FINDINGS = range(1, 48)
MOST_ANSWERED = 6
# Why there is no test instead.
ANSWERED: Mapping[int, str] = {
    36: "the studio of process owners is a piece of work of its own",
}
_NUMBER = re.compile(r"\bUX-(\d+)\b")


def docstrings() -> Iterator[str]:
    """Of every test and of every module of tests, this one aside."""
    for path in sorted(TESTS.rglob("test_*.py")):
        if path == Path(__file__):
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            is_test = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith(
                "test_"
            )
            if is_test or isinstance(node, ast.Module):
                yield ast.get_docstring(node) or ""  # type: ignore[arg-type]  # narrowed by the line above


def test_every_finding_about_the_pages_is_shown_by_a_test_or_answered() -> None:
    """A test that loses its number leaves its finding without one, and is missed here."""
    shown = {int(number) for text in docstrings() for number in _NUMBER.findall(text)}
    assert len(ANSWERED) <= MOST_ANSWERED
    assert [f"UX-{no}" for no in FINDINGS if no not in shown and no not in ANSWERED] == []
    assert [f"UX-{no}" for no in ANSWERED if no in shown] == [], "shown by now"
