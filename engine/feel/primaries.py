"""What an expression begins with and is no block: literals, names, calls."""

from __future__ import annotations

from engine.feel.builtins import BUILTINS
from engine.feel.calls import Arguments, named_call, presence
from engine.feel.lexer import TokenKind
from engine.feel.limits import MAX_STRING_LENGTH
from engine.feel.nodes import Node, literal, variable
from engine.feel.numbers import parse_number
from engine.feel.temporal_text import parse_temporal
from engine.feel.token_reader import RESERVED, TokenReader

_IS_DEFINED = "is defined"
_LITERALS = {"null": None, "true": True, "false": False}
# First words of built-in names that have several.
_FIRST_WORDS = frozenset(name.split(" ")[0] for name in BUILTINS if " " in name) | {"is"}
_MOST_WORDS = max(name.count(" ") + 1 for name in BUILTINS)
# Built-in functions whose name is an operator elsewhere.
_WORD_FUNCTIONS = frozenset({"and", "or", "not"})


def parse_literal(reader: TokenReader) -> Node | None:
    """Parse a number, text, temporal value, true, false or null; None if there is none here."""
    token = reader.token
    if token.kind is TokenKind.NUMBER:
        return literal(parse_number(reader.advance().text))
    if token.kind is TokenKind.STRING:
        return literal(reader.advance().text[:MAX_STRING_LENGTH])
    if token.kind is TokenKind.NAME and token.text in _LITERALS:
        return literal(_LITERALS[reader.advance().text])
    if reader.accept("@"):
        if reader.token.kind is not TokenKind.STRING:
            raise reader.unexpected("a text in quotation marks")
        return literal(_temporal(reader.advance().text))
    return None


def _temporal(text: str) -> object:
    try:
        return parse_temporal(text)
    except (ValueError, OverflowError):
        return None


def _spaced_builtin(reader: TokenReader) -> str | None:
    """Return the longest built-in name of several words that is called here; the cursor stays."""
    if reader.token.text not in _FIRST_WORDS:
        return None
    words = []
    found = None
    for distance in range(_MOST_WORDS):
        token = reader.peek(distance)
        if token.kind is not TokenKind.NAME:
            break
        words.append(token.text)
        name, after = " ".join(words), reader.peek(distance + 1)
        if (name in BUILTINS or name == _IS_DEFINED) and len(words) > 1 and after.text == "(":
            found = name
    return found


def parse_named(reader: TokenReader) -> Node:
    """Parse a variable, or the call of a function by its name."""
    name = _spaced_builtin(reader) if reader.token.kind is TokenKind.NAME else None
    if name is not None:
        reader.index += name.count(" ") + 1
    elif reader.token.text in _WORD_FUNCTIONS and reader.peek().text == "(":
        name = reader.advance().text
    else:
        name = reader.expect_name()
    if not reader.accept("("):
        reader.use(name)
        return variable(name)
    arguments = parse_arguments(reader)
    if name == _IS_DEFINED and len(arguments) == 1:
        return presence(arguments["value"] if isinstance(arguments, dict) else arguments[0])
    if name not in BUILTINS:
        reader.use(name)
    return named_call(name, arguments)


def parse_arguments(reader: TokenReader) -> Arguments:
    """Parse what follows the opening parenthesis of a call, up to the closing one."""
    if reader.accept(")"):
        return []
    if _argument_name(reader) is not None:
        return _named_arguments(reader)
    positional = [reader.expression()]
    while reader.accept(","):
        positional.append(reader.expression())
    reader.expect(")")
    return positional


def _argument_name(reader: TokenReader) -> str | None:
    """Return the name in front of a colon, which may have several words; the cursor stays."""
    words: list[str] = []
    while reader.peek(len(words)).kind in (TokenKind.NAME, TokenKind.QUOTED_NAME):
        words.append(reader.peek(len(words)).text)
    colon = reader.peek(len(words))
    return " ".join(words) if words and colon.kind is TokenKind.SIGN and colon.text == ":" else None


def _named_arguments(reader: TokenReader) -> dict[str, Node]:
    named: dict[str, Node] = {}
    while True:
        name = _argument_name(reader)
        if name is None or name in named:
            raise reader.unexpected("a new parameter name")
        while not reader.accept(":"):
            reader.advance()
        named[name] = reader.expression()
        if not reader.accept(","):
            reader.expect(")")
            return named


def can_begin(reader: TokenReader, distance: int) -> bool:
    """Say whether an expression can begin at a token further on."""
    token = reader.peek(distance)
    if token.kind is TokenKind.SIGN:
        return token.text in "([{-@<>"
    if token.kind is TokenKind.NAME and token.text in RESERVED:
        starts = ("null", "true", "false", "if", "for", "some", "every", "function", "not")
        return token.text in starts or (
            token.text in _WORD_FUNCTIONS and reader.peek(distance + 1).text == "("
        )
    return token.kind is not TokenKind.END
