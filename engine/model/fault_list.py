"""Collects what is wrong with one file, so that its author is told everything at once."""

from __future__ import annotations

from engine.errors import ExpressionError, Fault
from engine.model.bounds import MAX_TEXT_LENGTH, shortened
from engine.model.text import Text, parse_text
from engine.model.xml_tree import XmlNode

_NO_EXPRESSION = Text("", None)


class FaultList:
    """Faults of one file; reading goes on after each with a harmless stand-in.

    `are_rules_kept` is False for a file that is stored already: it was deployed by the rules of its time.
    """

    def __init__(self, file: str, *, are_rules_kept: bool = True) -> None:
        self.file = file
        self.are_rules_kept = are_rules_kept
        self.faults: list[Fault] = []

    def add(self, node: XmlNode, message: str) -> None:
        """A fault at an element of the file, which cannot be executed as it stands there."""
        self.faults.append(Fault(self.file, node.tag, node.get("id"), message))

    def rule(self, node: XmlNode, message: str) -> None:
        """A fault only of a new file: what is stored with it is read and executed all the same."""
        if self.are_rules_kept:
            self.add(node, message)

    def add_at_file(self, message: str) -> None:
        """A fault of the file as a whole."""
        self.faults.append(Fault(self.file, "resource", "", message))

    def text(self, node: XmlNode, source: str, what: str) -> Text:
        """Static text or expression; an expression that does not parse is a fault, so is a text without end."""
        try:
            text = parse_text(source)
        except ExpressionError as error:
            self.add(node, f"{what}: {error}")
            return _NO_EXPRESSION
        if len(source) > MAX_TEXT_LENGTH:
            self.rule(node, f"{what} is longer than {MAX_TEXT_LENGTH} characters: '{shortened(source)}'")
        return text

    def expression(self, node: XmlNode, source: str, what: str) -> Text:
        """As `text`, but static text is a fault."""
        text = self.text(node, source, what)
        if text.source and text.is_static:
            given = shortened(source)
            self.add(node, f"{what} must be an expression with a leading '=', but was '{given}'")
        return text

    def required_text(self, node: XmlNode, source: str, what: str) -> Text:
        """As `text`, but an empty value is a fault."""
        if not source:
            self.add(node, f"{what} is missing")
        return self.text(node, source, what)
