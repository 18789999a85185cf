"""The XML names of DMN: versions of its namespace, expression languages that are FEEL, reading of children."""

from __future__ import annotations

from typing import Final

from engine.model.xml_tree import XmlNode

DMN_NAMESPACES: Final = frozenset(
    {
        "http://www.omg.org/spec/DMN/20180521/MODEL/",
        "https://www.omg.org/spec/DMN/20191111/MODEL/",
        "https://www.omg.org/spec/DMN/20211108/MODEL/",
        "https://www.omg.org/spec/DMN/20230324/MODEL/",
    }
)
_FEEL_LANGUAGES: Final = frozenset({"", "feel"})


def list_parts(node: XmlNode, tag: str) -> list[XmlNode]:
    """Children of a name in the node's own namespace."""
    return node.list_children(tag, node.namespace)


def find_part(node: XmlNode, tag: str) -> XmlNode | None:
    """The first child of a name in the node's own namespace."""
    return node.find_child(tag, node.namespace)


def text_of(node: XmlNode | None) -> str:
    """The content of the `text` child, stripped; empty when there is none."""
    text = find_part(node, "text") if node is not None else None
    return text.text.strip() if text is not None else ""


def is_feel(node: XmlNode) -> bool:
    """True when the expression of a node is written in FEEL, which is also the default."""
    language = node.get("expressionLanguage")
    return language.lower() in _FEEL_LANGUAGES or "/feel" in language.lower()
