"""The second half of a range, common to all places where one may stand."""

from __future__ import annotations

from engine.feel.nodes import Node, range_of
from engine.feel.token_reader import TokenReader


def parse_range_end(reader: TokenReader, low: Node, low_included: bool) -> Node:
    """Parse the second bound of a range and the sign that ends it."""
    high = reader.expression()
    if not reader.at_sign(")", "]", "["):
        raise reader.unexpected("the end of the range")
    return range_of(low, high, low_included, reader.advance().text == "]")
