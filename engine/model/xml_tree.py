"""XML text in, a small tree out; refuses DOCTYPEs and files beyond the limits. Knows nothing of BPMN."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

# Far above any readable diagram; they bound what one deployment can cost.
MAX_BYTES: Final = 2 * 1024 * 1024
MAX_ELEMENTS: Final = 5_000
MAX_DEPTH: Final = 64

BPMN: Final = "http://www.omg.org/spec/BPMN/20100524/MODEL"
ZEEBE: Final = "http://camunda.org/schema/zeebe/1.0"


class XmlRefused(Exception):
    """The text is not well-formed, has a DOCTYPE or is too big; the message tells the line if there is one."""


@dataclass(slots=True)
class XmlNode:
    """One element; attributes of other namespaces than none are left out (they are tooling)."""

    namespace: str
    tag: str
    attributes: dict[str, str]
    children: list[XmlNode] = field(default_factory=list)
    text: str = ""

    def get(self, name: str) -> str:
        """An attribute, stripped; empty when absent."""
        return self.attributes.get(name, "").strip()

    def list_children(self, tag: str, namespace: str = BPMN) -> list[XmlNode]:
        """Direct children of one name in document order."""
        return [child for child in self.children if child.tag == tag and child.namespace == namespace]

    def find_child(self, tag: str, namespace: str = BPMN) -> XmlNode | None:
        """The first direct child of that name."""
        found = self.list_children(tag, namespace)
        return found[0] if found else None

    def walk(self) -> Iterator[XmlNode]:
        """The node and everything below it in document order."""
        yield self
        for child in self.children:
            yield from child.walk()


class _TreeBuilder:
    def __init__(self, are_limits_kept: bool) -> None:
        self.root: XmlNode | None = None
        self._are_limits_kept = are_limits_kept
        self._open: list[XmlNode] = []
        self._count = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if self._are_limits_kept and self._count > MAX_ELEMENTS:
            raise XmlRefused(f"has more than {MAX_ELEMENTS} XML elements")
        if self._are_limits_kept and len(self._open) >= MAX_DEPTH:
            raise XmlRefused(f"is nested deeper than {MAX_DEPTH} levels")
        namespace, _, tag = name.rpartition(" ")
        plain = {key: value for key, value in attributes.items() if " " not in key}
        node = XmlNode(namespace, tag, plain)
        if self._open:
            self._open[-1].children.append(node)
        else:
            self.root = node
        self._open.append(node)

    def end(self, _name: str) -> None:
        self._open.pop()

    def text(self, data: str) -> None:
        if self._open:
            self._open[-1].text += data

    def doctype(self, *_details: object) -> None:
        raise XmlRefused("has a DOCTYPE, which is not accepted")


def read_xml(content: bytes, *, are_limits_kept: bool = True) -> XmlNode:
    """The root of the tree; raises XmlRefused. Diagram interchange counts towards the limits as well.

    A file that is stored already may be of a release with other limits.
    """
    if are_limits_kept and len(content) > MAX_BYTES:
        raise XmlRefused(f"is larger than {MAX_BYTES} bytes")
    builder = _TreeBuilder(are_limits_kept)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.text
    parser.StartDoctypeDeclHandler = builder.doctype
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        # The last two are encodings that the parser does not know.
        raise XmlRefused(f"is not well-formed XML: {error}") from error
    if builder.root is None:
        raise XmlRefused("is empty")
    return builder.root
