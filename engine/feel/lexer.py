"""Text to tokens. Names of one word only: which words belong together is known to the parser."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from engine.feel.errors import ExpressionError
from engine.feel.limits import MAX_TEXT_BYTES


class TokenKind(StrEnum):
    """What a token is."""

    NUMBER = "number"
    STRING = "string"
    NAME = "name"
    QUOTED_NAME = "quoted name"
    SIGN = "sign"
    END = "end of text"


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the text; `text` is its meaning (unescaped), start and end are its offsets."""

    kind: TokenKind
    text: str
    start: int
    end: int


_NAME_PART = r"\w|\$|\\u[0-9A-Fa-f]{4}|[^\x00-\x7f\s]"
_TOKEN = re.compile(
    r"(?P<space>(?:\s|//[^\n]*|/\*.*?\*/)+)"
    r"|(?P<number>\d+(?:\.\d+)?|\.\d+)"
    r'|(?P<string>"(?:\\.|[^"\\])*")'
    r"|(?P<quoted>`[^`]+`)"
    rf"|(?P<name>\?|(?!\d)(?:{_NAME_PART})+)"
    r"|(?P<sign>\.\.|\*\*|!=|<=|>=|[\[\](){}+\-*/=<>,:.@])",
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{6}|.)", re.DOTALL)
_SIMPLE_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "f": "\f", "b": "\b"}
_KINDS = {
    "number": TokenKind.NUMBER,
    "string": TokenKind.STRING,
    "quoted": TokenKind.QUOTED_NAME,
    "name": TokenKind.NAME,
    "sign": TokenKind.SIGN,
}


def _unescape_one(match: re.Match[str]) -> str:
    mark = match[1]
    if len(mark) > 1:
        return chr(int(mark[1:], 16))
    if mark in '"\\/':
        return mark
    # An unknown escape (as in a regular expression) stays as written.
    return _SIMPLE_ESCAPES.get(mark, match[0])


def unescape(text: str) -> str:
    """Return `text` with its escapes replaced; two halves of a surrogate pair become one character."""
    if "\\" not in text:
        return text
    plain = _ESCAPE.sub(_unescape_one, text)
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _meaning(group: str, text: str) -> str:
    if group in ("string", "quoted"):
        return unescape(text[1:-1])
    return unescape(text) if group == "name" else text


def tokenize(text: str) -> list[Token]:
    """Return the tokens of `text` and an end token; ExpressionError for a character that begins none."""
    if len(text.encode("utf-8", "replace")) > MAX_TEXT_BYTES:
        raise ExpressionError(f"The expression is longer than {MAX_TEXT_BYTES} bytes")
    tokens: list[Token] = []
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None or match.lastgroup is None:
            raise ExpressionError(f"Unexpected character {text[position]!r}", position)
        position = match.end()
        if match.lastgroup != "space":
            meaning = _meaning(match.lastgroup, match[0])
            tokens.append(Token(_KINDS[match.lastgroup], meaning, match.start(), position))
    tokens.append(Token(TokenKind.END, "", len(text), len(text)))
    return tokens
