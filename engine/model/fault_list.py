"""Collects what is wrong with one file, so that its author is told everything at once."""

from __future__ import annotations

from engine.errors import ExpressionError, Fault
from engine.model.text import Text, parse_text
from engine.model.xml_tree import XmlNode

_NO_EXPRESSION = Text("", None)


class FaultList:
    """Faults of one file; reading goes on after each with a harmless stand-in."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.faults: list[Fault] = []

    def add(self, node: XmlNode, message: str) -> None:
        """A fault at an element of the file."""
        self.faults.append(Fault(self.file, node.tag, node.get("id"), message))

    def add_at_file(self, message: str) -> None:
        """A fault of the file as a whole."""
        self.faults.append(Fault(self.file, "resource", "", message))

    def text(self, node: XmlNode, source: str, what: str) -> Text:
        """Static text or expression; an expression that does not parse is a fault."""
        try:
            return parse_text(source)
        except ExpressionError as error:
            self.add(node, f"{what}: {error}")
            return _NO_EXPRESSION

    def expression(self, node: XmlNode, source: str, what: str) -> Text:
        """As `text`, but static text is a fault."""
        text = self.text(node, source, what)
        if text.source and text.is_static:
            self.add(node, f"{what} must be an expression with a leading '=', but was '{source}'")
        return text

    def required_text(self, node: XmlNode, source: str, what: str) -> Text:
        """As `text`, but an empty value is a fault."""
        if not source:
            self.add(node, f"{what} is missing")
        return self.text(node, source, what)
