"""What follows `instance of` and `in`: type names and unary tests."""

from __future__ import annotations

from engine.feel.instance_types import TYPE_NAMES, InstanceType, instance_test
from engine.feel.lexer import TokenKind
from engine.feel.nodes import Node
from engine.feel.range_ends import parse_range_end
from engine.feel.token_reader import ADD, COMPARE, OR, TokenReader
from engine.feel.unary import INPUT, any_test, expression_test, membership, not_test, sign_test

_TEST_SIGNS = ("<", "<=", ">", ">=", "=", "!=")
_MOST_TYPE_WORDS = 5


def _type_name(reader: TokenReader) -> str:
    """Return the longest type name at the cursor and go over it."""
    text = ""
    found = None
    for distance in range(_MOST_TYPE_WORDS):
        token = reader.peek(distance)
        if token.kind is not TokenKind.NAME and token.text != "-":
            break
        # Some names have hyphens instead of spaces.
        glue = "" if token.text == "-" or text.endswith("-") or not text else " "
        text += glue + token.text
        if text in TYPE_NAMES:
            found = (text, distance + 1)
    if found is None:
        raise reader.unexpected("a type")
    reader.index += found[1]
    return found[0]


def parse_type(reader: TokenReader) -> InstanceType:
    """Parse a type; only of a list are the types in angle brackets kept."""
    with reader.deeper():
        name = _type_name(reader)
        kind = TYPE_NAMES[name]
        inner: list[InstanceType] = []
        if reader.accept("<"):
            while not reader.accept(">"):
                if inner:
                    reader.expect(",")
                if reader.peek().text == ":":
                    reader.expect_name()
                    reader.expect(":")
                inner.append(parse_type(reader))
        return InstanceType(kind, inner[0] if name == "list" and len(inner) == 1 else None)


def parse_instance_of(reader: TokenReader, left: Node) -> Node:
    """Parse `instance of type` after its left side."""
    reader.expect_word("instance")
    reader.expect_word("of")
    return instance_test(left, parse_type(reader))


def parse_membership(reader: TokenReader, left: Node) -> Node:
    """Parse `in test` or `in (test, test)` after its left side."""
    reader.expect_word("in")
    outer = reader.reads_input
    with reader.binding([INPUT]):
        test = _parse_group(reader) if reader.at_sign("(") else parse_test(reader)
    reader.reads_input = outer
    return membership(left, test)


def _parse_group(reader: TokenReader) -> Node:
    """Parse tests in parentheses, or a range that begins with one."""
    reader.expect("(")
    if reader.at_sign(*_TEST_SIGNS):
        tests = [parse_test(reader)]
    else:
        reader.reads_input = False
        first = reader.expression()
        if reader.accept(".."):
            return expression_test(parse_range_end(reader, first, False), False)
        tests = [expression_test(first, reader.reads_input)]
    while reader.accept(","):
        tests.append(parse_test(reader))
    reader.expect(")")
    return any_test(tests)


def parse_test(reader: TokenReader, rank: int = COMPARE) -> Node:
    """Parse one test: `< 5`, `not(...)`, or an expression; after `in`, `and` and `or` end it."""
    if reader.at_sign(*_TEST_SIGNS):
        sign = reader.advance().text
        return sign_test(sign, reader.expression(ADD))
    if reader.at_word("not") and reader.peek().text == "(":
        reader.advance()
        reader.expect("(")
        inner = parse_tests(reader)
        reader.expect(")")
        return not_test(inner)
    reader.reads_input = False
    node = reader.expression(rank)
    return expression_test(node, reader.reads_input)


def parse_tests(reader: TokenReader) -> Node:
    """Parse tests separated by commas; one of them must pass."""
    with reader.deeper():
        tests = [parse_test(reader, OR)]
        while reader.accept(","):
            tests.append(parse_test(reader, OR))
        return any_test(tests)
