"""What a diagram, decision or form says, whichever program wrote the file: two that say the same have one digest.

Left out: order of attributes and of JSON keys, namespace prefixes, whitespace between elements, order of the shapes and
edges in a drawing, name and version of the program, version of the form schema, a hit policy that holds unsaid too.
Where a shape stands does count: moving it is somebody's work.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any, Final
from xml.etree import ElementTree

Element = ElementTree.Element

_PROGRAM: Final = frozenset({"exporter", "exporterVersion", "schemaVersion"})
# What dmn-js does not write, since DMN takes it where nothing is written.
_UNSAID: Final = ("hitPolicy", "UNIQUE")
_DRAWINGS: Final = ("}BPMNPlane", "}DMNDiagram")


def canonical_digest(file_name: str, content: bytes) -> str:
    """SHA-256 in hex of what the file says; of its bytes where it cannot be read."""
    read = say_form if file_name.endswith(".form") else _xml
    try:
        said = json.dumps(read(content), ensure_ascii=False, sort_keys=True).encode()
    except (ValueError, ElementTree.ParseError):
        said = content
    return hashlib.sha256(said).hexdigest()


def _xml(content: bytes) -> list[Any]:
    return say_element(ElementTree.fromstring(content))  # noqa: S314 - the engine has read the same file before


def say_element(element: Element) -> list[Any]:
    """Tag, attributes, text and children, the same for two that say the same."""
    children = [say_element(child) for child in element]
    if element.tag.endswith(_DRAWINGS):
        children.sort(key=json.dumps)
    attributes = {
        key: value for key, value in element.attrib.items() if key not in _PROGRAM and (key, value) != _UNSAID
    }
    return [element.tag, attributes, (element.text or "").strip(), children]


def say_form(content: bytes) -> dict[str, Any]:
    """A form without what its program wrote of itself; ValueError for what is no JSON object."""
    schema = json.loads(content)
    if not isinstance(schema, dict):
        raise ValueError("a form is a JSON object")
    return {key: value for key, value in schema.items() if key not in _PROGRAM}
