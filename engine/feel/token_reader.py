"""The tokens of one text under a cursor, with the names bound around it and those left free."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from engine.feel.errors import ExpressionError
from engine.feel.lexer import Token, TokenKind, tokenize
from engine.feel.limits import MAX_DEPTH
from engine.feel.nodes import Node
from engine.feel.unary import INPUT

RESERVED = frozenset(
    [
        "null",
        "true",
        "false",
        "function",
        "if",
        "then",
        "else",
        "for",
        "between",
        "instance",
        "in",
        "return",
        "some",
        "every",
        "satisfies",
        "and",
        "or",
        "not",
    ]
)


# Ranks of operators: what binds tighter has the higher rank.
OR, AND, COMPARE, ADD, MULTIPLY, POWER, NEGATE, ACCESS = range(1, 9)


class TokenReader:
    """A cursor that only moves forwards; the constructs that nest go on by `expression`."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tokenize(text)
        self.index = 0
        self.depth = 0
        self.free: set[str] = set()
        # Those of them that no filter could have meant as an entry of an item.
        self.surely_free: set[str] = set()
        self.filters = 0
        self.reads_input = False
        self._bound: list[frozenset[str]] = []

    def expression(self, rank: int = OR) -> Node:
        """Parse an expression whose operators bind at least as tight as `rank`."""
        raise NotImplementedError

    @property
    def token(self) -> Token:
        """The token under the cursor."""
        return self.tokens[self.index]

    def peek(self, distance: int = 1) -> Token:
        """Return a token further on; the end token beyond the end."""
        return self.tokens[min(self.index + distance, len(self.tokens) - 1)]

    def advance(self) -> Token:
        """Return the token under the cursor and go on."""
        token = self.token
        if token.kind is not TokenKind.END:
            self.index += 1
        return token

    def at_sign(self, *signs: str) -> bool:
        """Say whether one of these signs is under the cursor."""
        return self.token.kind is TokenKind.SIGN and self.token.text in signs

    def at_word(self, word: str) -> bool:
        """Say whether this word is under the cursor."""
        return self.token.kind is TokenKind.NAME and self.token.text == word

    def accept(self, sign: str) -> bool:
        """Go on if this sign is under the cursor and say whether it was."""
        if not self.at_sign(sign):
            return False
        self.index += 1
        return True

    def expect(self, sign: str) -> None:
        """Go over a sign; ExpressionError if another token is there."""
        if not self.accept(sign):
            raise self.unexpected(f"'{sign}'")

    def expect_word(self, word: str) -> None:
        """Go over a word; ExpressionError if another token is there."""
        if not self.at_word(word):
            raise self.unexpected(f"'{word}'")
        self.index += 1

    def expect_name(self) -> str:
        """Return a name that is not reserved and go on."""
        token = self.token
        if token.kind is TokenKind.QUOTED_NAME or (
            token.kind is TokenKind.NAME and token.text not in RESERVED
        ):
            return self.advance().text
        raise self.unexpected("a name")

    def unexpected(self, wanted: str) -> ExpressionError:
        """Return the error for the token under the cursor."""
        found = f"'{self.token.text}'" if self.token.text else self.token.kind.value
        return ExpressionError(f"Expected {wanted} but found {found}", self.token.start)

    @contextmanager
    def deeper(self) -> Iterator[None]:
        """Count one level of nesting; ExpressionError beyond the limit."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise ExpressionError(f"The expression is nested deeper than {MAX_DEPTH}", self.token.start)
        yield
        self.depth -= 1

    @contextmanager
    def binding(self, names: Iterable[str]) -> Iterator[None]:
        """Know these names as bound while inside."""
        self._bound.append(frozenset(names))
        yield
        self._bound.pop()

    def use(self, name: str) -> None:
        """Note the use of a name; it is free unless bound around here."""
        if name == INPUT:
            self.reads_input = True
        if not any(name in names for names in self._bound):
            self.free.add(name)
            if not self.filters:
                self.surely_free.add(name)
