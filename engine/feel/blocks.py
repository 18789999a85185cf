"""Constructs that hold expressions: if, for, some, every, function, contexts, lists, ranges, parentheses."""

from __future__ import annotations

from collections.abc import Callable

from engine.feel.calls import definition
from engine.feel.collections_nodes import Body, Iteration, context_of, interval, list_of, loop, quantified
from engine.feel.lexer import TokenKind
from engine.feel.nodes import Node, condition
from engine.feel.range_ends import parse_range_end
from engine.feel.token_reader import TokenReader
from engine.feel.types_and_tests import parse_type


def parse_if(reader: TokenReader) -> Node:
    """Parse `if a then b else c`."""
    reader.expect_word("if")
    test = reader.expression()
    reader.expect_word("then")
    then = reader.expression()
    reader.expect_word("else")
    return condition(test, then, reader.expression())


def _parse_iteration(reader: TokenReader) -> Iteration:
    name = reader.expect_name()
    reader.expect_word("in")
    domain = reader.expression()
    if reader.accept(".."):
        domain = interval(domain, reader.expression())
    return Iteration(name, domain)


def _parse_body(
    reader: TokenReader, word: str, also_bound: tuple[str, ...] = ()
) -> tuple[tuple[Iteration, ...], Body]:
    """Parse the iterations, `word`, and what is evaluated for each; later iterations see earlier names."""
    iterations = [_parse_iteration(reader)]
    while reader.accept(","):
        with reader.binding([iteration.name for iteration in iterations]):
            iterations.append(_parse_iteration(reader))
    reader.expect_word(word)
    begin = reader.index
    with reader.binding([*also_bound, *(iteration.name for iteration in iterations)]):
        node = reader.expression()
    words = {token.text for token in reader.tokens[begin : reader.index]}
    return tuple(iterations), Body(node, reader.index - begin, "partial" in words)


def parse_for(reader: TokenReader) -> Node:
    """Parse `for x in xs, y in ys return body`."""
    reader.expect_word("for")
    return loop(*_parse_body(reader, "return", ("partial",)))


def parse_quantified(reader: TokenReader) -> Node:
    """Parse `some x in xs satisfies test` or `every ...`."""
    decisive = reader.advance().text == "some"
    iterations, body = _parse_body(reader, "satisfies")
    return quantified(iterations, body, decisive)


def parse_function(reader: TokenReader) -> Node:
    """Parse `function(a, b: number) body`; the types of parameters are read and not enforced."""
    reader.expect_word("function")
    reader.expect("(")
    names: list[str] = []
    while not reader.accept(")"):
        if names:
            reader.expect(",")
        names.append(reader.expect_name())
        if reader.accept(":"):
            parse_type(reader)
    begin = reader.index
    with reader.binding(names):
        body = reader.expression()
    return definition(tuple(names), body, reader.index - begin)


def _parse_key(reader: TokenReader) -> str:
    """Parse the key of an entry: a text, a quoted name, or whatever stands before the colon."""
    first = reader.token
    if first.kind in (TokenKind.STRING, TokenKind.QUOTED_NAME):
        return reader.advance().text
    last = None
    key = ""
    while not reader.at_sign(":"):
        if reader.at_sign("{", "}", "[", "]", "(", ")", ",") or reader.token.kind in (
            TokenKind.END,
            TokenKind.STRING,
        ):
            raise reader.unexpected("':' after the key of an entry")
        token = reader.advance()
        gap = " " if last is not None and token.start > last.end else ""
        key, last = key + gap + token.text, token
    if last is None:
        raise reader.unexpected("the key of an entry")
    return key


def parse_context(reader: TokenReader) -> Node:
    """Parse `{key: value, ...}`."""
    reader.expect("{")
    entries: list[tuple[str, Node]] = []
    while not reader.accept("}"):
        if entries:
            reader.expect(",")
        key = _parse_key(reader)
        reader.expect(":")
        with reader.binding([name for name, _ in entries]):
            entries.append((key, reader.expression()))
    return context_of(entries)


def parse_list_or_range(reader: TokenReader) -> Node:
    """Parse `[a, b]` or a range that includes its first bound."""
    reader.expect("[")
    items: list[Node] = []
    while not reader.accept("]"):
        if items:
            reader.expect(",")
        items.append(reader.expression())
        if len(items) == 1 and reader.accept(".."):
            return parse_range_end(reader, items[0], True)
    return list_of(items)


def parse_open_range(reader: TokenReader) -> Node:
    """Parse `]a..b[`."""
    reader.expect("]")
    low = reader.expression()
    reader.expect("..")
    return parse_range_end(reader, low, False)


def parse_parentheses(reader: TokenReader) -> Node:
    """Parse `(a)` or a range that excludes its first bound."""
    reader.expect("(")
    inner = reader.expression()
    if reader.accept(".."):
        return parse_range_end(reader, inner, False)
    reader.expect(")")
    return inner


WORD_BLOCKS: dict[str, Callable[[TokenReader], Node]] = {
    "if": parse_if,
    "for": parse_for,
    "some": parse_quantified,
    "every": parse_quantified,
    "function": parse_function,
}
SIGN_BLOCKS: dict[str, Callable[[TokenReader], Node]] = {
    "{": parse_context,
    "[": parse_list_or_range,
    "]": parse_open_range,
    "(": parse_parentheses,
}
