"""The Pratt parser: operators by rank; what begins an expression is in primaries.py and blocks.py."""

from __future__ import annotations

from engine.feel import arithmetic
from engine.feel.blocks import SIGN_BLOCKS, WORD_BLOCKS
from engine.feel.calls import value_call
from engine.feel.collections_nodes import filtered
from engine.feel.errors import ExpressionError
from engine.feel.lexer import TokenKind
from engine.feel.limits import MAX_DEPTH
from engine.feel.nodes import Node, between, comparison, conjunction, negation, path
from engine.feel.nodes import arithmetic as arithmetic_chain
from engine.feel.primaries import can_begin, parse_arguments, parse_literal, parse_named
from engine.feel.properties import SPACED_PROPERTIES
from engine.feel.token_reader import (
    ACCESS,
    ADD,
    AND,
    COMPARE,
    MULTIPLY,
    NEGATE,
    OR,
    POWER,
    TokenReader,
)
from engine.feel.types_and_tests import parse_instance_of, parse_membership

_SIGN_RANKS = {
    **dict.fromkeys(("=", "!=", "<", "<=", ">", ">="), COMPARE),
    **dict.fromkeys("+-", ADD),
    **dict.fromkeys("*/", MULTIPLY),
    "**": POWER,
    **dict.fromkeys(".[(", ACCESS),
}
_WORD_RANKS = {"or": OR, "and": AND, "between": COMPARE, "in": COMPARE, "instance": COMPARE}
_OPERATIONS: dict[str, arithmetic.Operation] = {
    "+": arithmetic.add,
    "-": arithmetic.subtract,
    "*": arithmetic.multiply,
    "/": arithmetic.divide,
    "**": arithmetic.power,
}
_NO_ENTRY_NAMES = frozenset({"null", "true", "false"})


class Parser(TokenReader):
    """Parses one text; make a new one for each."""

    def expression(self, rank: int = OR) -> Node:
        """Parse an expression whose operators bind at least as tight as `rank`."""
        with self.deeper():
            node = self._parse_start()
            links = 0
            while self._rank() >= rank:
                links += 1
                if links > MAX_DEPTH:
                    raise ExpressionError(f"More than {MAX_DEPTH} parts in a row", self.token.start)
                node = self._parse_rest(node, self._rank())
            return node

    def expression_to_end(self) -> Node:
        """Parse an expression that is the whole text."""
        node = self.expression()
        self.expect_end()
        return node

    def expect_end(self) -> None:
        """ExpressionError if there is anything left."""
        if self.token.kind is not TokenKind.END:
            raise self.unexpected("the end of the expression")

    def _parse_start(self) -> Node:
        node = parse_literal(self)
        if node is not None:
            return node
        if self.token.kind is TokenKind.SIGN:
            if self.accept("-"):
                return negation(self.expression(NEGATE))
            block = SIGN_BLOCKS.get(self.token.text)
        else:
            block = WORD_BLOCKS.get(self.token.text) if self.token.kind is TokenKind.NAME else None
        if block is not None:
            return block(self)
        if self.token.kind in (TokenKind.NAME, TokenKind.QUOTED_NAME):
            return parse_named(self)
        raise self.unexpected("an expression")

    def _rank(self) -> int:
        """Return the rank of the operator under the cursor, 0 if it is none."""
        token = self.token
        if token.kind is TokenKind.NAME:
            return _WORD_RANKS.get(token.text, 0)
        if token.kind is not TokenKind.SIGN:
            return 0
        if token.text == "[" and not can_begin(self, 1):
            # The end of a range such as `]1..5[`.
            return 0
        return _SIGN_RANKS.get(token.text, 0)

    def _parse_rest(self, left: Node, rank: int) -> Node:
        if rank in (OR, AND):
            return self._parse_conjunction(left, rank)
        if rank == COMPARE:
            return self._parse_comparison(left)
        if rank == ACCESS:
            return self._parse_access(left)
        rest = []
        while self._rank() == rank:
            operation = _OPERATIONS[self.advance().text]
            rest.append((operation, self.expression(rank + 1)))
        return arithmetic_chain(left, rest)

    def _parse_conjunction(self, left: Node, rank: int) -> Node:
        word = "or" if rank == OR else "and"
        parts = [left]
        while self.at_word(word):
            self.advance()
            parts.append(self.expression(rank + 1))
        return conjunction(parts, rank == OR)

    def _parse_comparison(self, left: Node) -> Node:
        if self.at_word("between"):
            self.advance()
            low = self.expression(ADD)
            self.expect_word("and")
            return between(left, low, self.expression(ADD))
        if self.at_word("in"):
            return parse_membership(self, left)
        if self.at_word("instance"):
            return parse_instance_of(self, left)
        sign = self.advance().text
        return comparison(sign, left, self.expression(ADD))

    def _parse_access(self, left: Node) -> Node:
        if self.accept("("):
            return value_call(left, parse_arguments(self))
        if self.accept("["):
            begin = self.index
            with self.binding(["item"]):
                self.filters += 1
                condition = self.expression()
                self.filters -= 1
            self.expect("]")
            return filtered(left, condition, self.index - begin)
        self.expect(".")
        token = self.advance()
        if token.kind is TokenKind.NAME:
            spaced = f"{token.text} {self.token.text}"
            if spaced in SPACED_PROPERTIES:
                self.advance()
                return path(left, spaced)
        if token.kind not in (TokenKind.NAME, TokenKind.QUOTED_NAME) or token.text in _NO_ENTRY_NAMES:
            raise ExpressionError("Expected the name of an entry or property", token.start)
        return path(left, token.text)
