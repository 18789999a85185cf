"""What a diagram, decision or form says as lines that a person can compare: one a start of an element, or a place of a form.

Two files that say the same (canonical.py) have the same lines, whichever program wrote them. What no eye sees in a text, such as
a sign that turns the direction of writing, stands as its number.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, Final
from xml.etree import ElementTree

from bpmn.canonical import say_element, say_form

# A longer one goes on in the next line, so that nothing of it stands outside of what is shown.
LONGEST_LINE = 160
_PREFIXES: Final = {
    "http://www.omg.org/spec/BPMN/20100524/MODEL": "bpmn",
    "http://www.omg.org/spec/BPMN/20100524/DI": "bpmndi",
    "http://www.omg.org/spec/DD/20100524/DC": "dc",
    "http://www.omg.org/spec/DD/20100524/DI": "di",
    "http://camunda.org/schema/zeebe/1.0": "zeebe",
    "http://camunda.org/schema/modeler/1.0": "modeler",
    "http://www.w3.org/2001/XMLSchema-instance": "xsi",
}
# Where DMN is the language of the file, its names stand without a prefix, as its own files write them.
_DMN: Final = ("https://www.omg.org/spec/DMN/", "http://www.omg.org/spec/DMN/")
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def list_said_lines(file_name: str, content: bytes, most: int | None = None) -> list[str]:
    """In order, no more than `most`; of a file that cannot be read its own lines."""
    try:
        return _take(_say(file_name, content), most)
    except (ValueError, RecursionError, ElementTree.ParseError):
        return _take(_own_lines(content), most)


def _take(said: Iterable[str], most: int | None) -> list[str]:
    return list(islice((part for line in said for part in _cut(show_unseen(line))), most))


def _say(file_name: str, content: bytes) -> Iterable[str]:
    if file_name.endswith(".form"):
        return json.dumps(say_form(content), ensure_ascii=False, sort_keys=True, indent=1).split("\n")
    if b"<!DOCTYPE" in content:
        return _own_lines(content)
    root = ElementTree.fromstring(content)  # noqa: S314 - no document type, and no more than a proposal may have
    return _lines(say_element(root), 0)


def _own_lines(content: bytes) -> list[str]:
    return content.decode("utf-8", errors="backslashreplace").split("\n")


def _lines(said: Sequence[Any], depth: int) -> Iterator[str]:
    """Any: what say_element gives."""
    tag, attributes, text, children = said
    name, indent = _short(tag), " " * depth
    told = "".join(
        f" {_short(key)}={json.dumps(value, ensure_ascii=False)}" for key, value in sorted(attributes.items())
    )
    if not children and "\n" not in text:
        yield f"{indent}<{name}{told}>{text}</{name}>" if text else f"{indent}<{name}{told}/>"
        return
    yield f"{indent}<{name}{told}>"
    yield from (f"{indent} {line}" for line in text.split("\n") if text)
    for child in children:
        yield from _lines(child, depth + 1)
    yield f"{indent}</{name}>"


def _short(tag: str) -> str:
    if not tag.startswith("{"):
        return tag
    space, _, name = tag[1:].partition("}")
    if space in _PREFIXES:
        return f"{_PREFIXES[space]}:{name}"
    return name if space.startswith(_DMN) else tag


def show_unseen(line: str) -> str:
    """With the number of each sign that no eye sees in its place."""
    if line.isascii() and line.isprintable():
        return line
    return "".join(f"\\u{ord(sign):04x}" if unicodedata.category(sign) in _UNSEEN else sign for sign in line)


def _cut(line: str) -> Iterator[str]:
    yield line[:LONGEST_LINE]
    for start in range(LONGEST_LINE, len(line), LONGEST_LINE):
        yield f"… {line[start : start + LONGEST_LINE]}"
