"""Whoever switches a check off says why on the same line (HS-17)."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.source_tree import PACKAGES, ROOT

_SWITCH = re.compile(
    r"#\s*(?:noqa|type:\s*ignore)\b(?P<codes>(?::\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*|\[[^\]]+\])?)(?P<rest>.*)"
)
_HAS_SWITCH, _HAS_SKIP = re.compile("noqa|ignore"), re.compile("skip|xfail")
_REASON = re.compile(r"\s*[-#–]*\s*\w.*\s\w")
_SKIPS = {"pytest.skip", "pytest.xfail", "pytest.mark.skip", "pytest.mark.skipif", "pytest.mark.xfail"}


def without_reason(source: str) -> Iterator[str]:
    """The line of each switch, and of each skip of a test, that gives no words for it."""
    # Most sources have neither, and to read one word by word takes milliseconds.
    tokens = tokenize.generate_tokens(io.StringIO(source).readline) if _HAS_SWITCH.search(source) else ()
    for token in tokens:
        found = _SWITCH.search(token.string) if token.type == tokenize.COMMENT else None
        if found and not (found["codes"] and _REASON.match(found["rest"])):
            yield f"{token.start[0]}: {token.string}"
    for node in ast.walk(ast.parse(source)) if _HAS_SKIP.search(source) else ():
        if isinstance(node, ast.Call) and ast.unparse(node.func) in _SKIPS and not _has_reason(node):
            yield f"{node.lineno}: {ast.unparse(node.func)}"
        for mark in getattr(node, "decorator_list", ()):
            if ast.unparse(mark) in _SKIPS:
                yield f"{mark.lineno}: {ast.unparse(mark)}"


def _has_reason(skip: ast.Call) -> bool:
    """The first argument of a skip is its reason; a mark has `reason=`."""
    is_said = (
        isinstance(skip.func, ast.Attribute) and ast.unparse(skip.func.value) == "pytest" and bool(skip.args)
    )
    return is_said or "reason" in {keyword.arg for keyword in skip.keywords}


def _sources() -> list[Path]:
    folders = [*PACKAGES, "tests", "bench", "prove", ".ci"]
    return [
        path
        for folder in folders
        for path in (ROOT / folder).rglob("*.py")
        if "node_modules" not in path.parts
    ]


def test_every_check_that_is_switched_off_has_its_reason_on_the_line() -> None:
    """HS-17."""
    sources = _sources()
    assert len(sources) > 1000
    assert [
        f"{path.relative_to(ROOT)}:{line}"
        for path in sources
        for line in without_reason(path.read_text("utf-8"))
    ] == []


def test_a_switch_without_words_is_found() -> None:
    """HS-17 probe."""
    source = (
        "import a  # noqa: PLC0415\n"
        "import b  # noqa: PLC0415 - only this process needs it\n"
        "import c  # noqa\n"
        "import d  # type: ignore[misc]\n"
        "import e  # type: ignore[misc]  # it ships no types\n"
        "import f  # type: ignore  # it ships no types\n"
        "pytest.skip()\n"
        "pytest.skip(why)\n"
        "pytest.mark.skipif(x)\n"
        "pytest.mark.skipif(x, reason='no browser')\n"
        "text = '# noqa: S101'\n"
        "@pytest.mark.skip\n"
        "def test_it(): raise pytest.skip.Exception\n"
    )
    assert sorted((line.partition(":")[0] for line in without_reason(source)), key=int) == [
        *"134679",
        "12",
    ]
