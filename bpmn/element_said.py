"""What each element of a deployed diagram says, so that two versions can be compared step by step.

What stands at an element belongs to it: the events at its edge, the flows that leave it with their conditions, and the messages,
errors and escalations that it refers to. Where it is drawn does not, and no linked form: a form has versions of its own.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

from bpmn.canonical import say_element
from bpmn.reading import BPMN, NODE_SUFFIXES

Element = ElementTree.Element
_FLOWS = (f"{BPMN}incoming", f"{BPMN}outgoing")


@dataclass(frozen=True, slots=True)
class ElementSaid:
    """`kind` is its tag, `digest` SHA-256 in hex of all that stands at it."""

    name: str
    kind: str
    digest: str


def read_elements(process_id: str, content: bytes) -> Mapping[str, ElementSaid]:
    """By id, in the order of the file; none of a diagram that cannot be read or does not have this process."""
    if b"<!DOCTYPE" in content:
        return {}
    try:
        root = ElementTree.fromstring(content)  # noqa: S314 - no document type, and the engine has read the same file
    except ElementTree.ParseError:
        return {}
    process = next((one for one in root.iter(f"{BPMN}process") if one.get("id") == process_id), None)
    if process is None:
        return {}
    shared = {str(one.get("id")): one for one in root if one.tag != f"{BPMN}process"}
    beside = _map_beside(process)
    return {
        str(one.get("id")): _read(one, beside.get(str(one.get("id")), []), shared)
        for one in _walk(process)
        if one.get("id")
    }


def _walk(scope: Element) -> Iterator[Element]:
    for child in scope:
        if child.tag.startswith(BPMN) and child.tag.endswith(NODE_SUFFIXES):
            yield child
            yield from _walk(child)


def _map_beside(process: Element) -> dict[str, list[Element]]:
    """By the id of an element the flows that leave it and the events at its edge."""
    found: dict[str, list[Element]] = {}
    for one in process.iter():
        host = one.get("sourceRef") or one.get("attachedToRef")
        if host:
            found.setdefault(host, []).append(one)
    return found


def _read(element: Element, beside: list[Element], shared: Mapping[str, Element]) -> ElementSaid:
    parts = [element, *beside]
    referred = {
        value
        for part in parts
        for inner in part.iter()
        for name, value in inner.attrib.items()
        if name.endswith("Ref") and value in shared
    }
    said = [_say(part) for part in parts] + [_say(shared[name]) for name in referred]
    text = json.dumps([said[0], *sorted(said[1:], key=json.dumps)], ensure_ascii=False, sort_keys=True)
    digest = hashlib.sha256(text.encode()).hexdigest()
    return ElementSaid(element.get("name", ""), element.tag.removeprefix(BPMN), digest)


def _say(element: Element) -> list[Any]:
    """Which flows come and go is said by the flows themselves; a program may write these lines in any order."""
    tag, attributes, text, children = say_element(element)
    return [tag, attributes, text, [child for child in children if child[0] not in _FLOWS]]
