"""Cuts who complained out of the words of a case for staff who read the case and do not work on it (ADR 0331).

What leaves the office is cut more (`cut_identity`): here numbers of orders and permits, days and places stay, for who reads is
of the office. Nothing opened here is shown to anybody.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from functools import cached_property

from services.identity.cut_identity import CUT, SHORTEST_VALUE

_BORDER, _END = r"(?<![0-9A-Za-z])", r"(?![0-9A-Za-z])"
# Telephones, identity numbers and addresses of mail, whosever they are. An id of a row has letters beside its digits.
_SHAPES = re.compile(
    rf"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{{1,64}}[@＠][A-Za-z0-9-]{{1,63}}(?:\.[A-Za-z0-9-]{{1,63}}){{1,6}}"
    rf"|{_BORDER}(?:\+?86[- ]?)?[1１][3-9３-９]\d[- ]?\d{{4}}[- ]?\d{{4}}{_END}"
    rf"|{_BORDER}0\d{{2,3}}[- ]?\d{{7,8}}{_END}"
    rf"|{_BORDER}\d{{6}}[- ]?(?:19|20)\d{{2}}[- ]?(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[- ]?\d{{3}}[\dXx]{_END}"
)
# Blanks, points, signs between digits, and what has no width at all.
_BETWEEN = r"[\s\-－·•.()（）/_,\u00ad\u200b-\u200f\u2060\ufeff]*"
_BLANK = re.compile(_BETWEEN.removesuffix("*") + "+")
_HALVES = re.compile(r"[\s,，;；]+")
_HAN_NAME = re.compile(r"[\u3400-\u9fff]{2,4}")
_CALLED = ("先生", "女士", "小姐", "大爷", "大妈", "阿姨")
# A half of an address that is shorter stands in half of all sentences.
_SHORTEST_HALF = 4
# Letters and digits of ASCII that are no more are cut as a word alone.
_SHORTEST_ALONE = 6
_WIDE = 0xFEE0  # from a sign of ASCII to the same in full width


class ReadersCut:
    """What the vault holds of one complainant, to be looked for in words however it is spaced. Never log or hand it out."""

    def __init__(self, own: Collection[str], kept: Collection[str] = ()) -> None:
        """`own` values opened; `kept` stays although it has such a shape: how the office itself is reached."""
        self._kept = frozenset(kept)
        parts = {part for value in own for part in _list_parts(value)}
        # A field that is left out holds signs alone, and between signs of any text there is room for none.
        told = (part for part in parts if len(_BLANK.sub("", part)) >= SHORTEST_VALUE)
        self._parts = sorted(told, key=len, reverse=True)
        self._squeezed = tuple({_squeeze(part) for part in self._parts} - {""})

    def cut(self, text: str) -> str:
        """The text without them and without numbers and addresses of contact; the same text where nothing is to be cut."""
        squeezed = _squeeze(text)
        if any(part in squeezed for part in self._squeezed):
            text = self._own.sub(self._replace, text)
        return _SHAPES.sub(self._replace, text)

    def _replace(self, found: re.Match[str]) -> str:
        return found[0] if found[0] in self._kept else CUT

    @cached_property
    def _own(self) -> re.Pattern[str]:
        """Made where something was found: to make it takes longer than to look."""
        return re.compile("|".join(map(_tell, self._parts)), re.IGNORECASE)


def _list_parts(value: str) -> Iterator[str]:
    if len(value) >= SHORTEST_VALUE:
        yield value
    yield from (half for half in _HALVES.split(value) if len(half) >= _SHORTEST_HALF)
    if _HAN_NAME.fullmatch(value):
        # Surnames have one character or two.
        surnames = {value[0], value[:2]} if len(value) > SHORTEST_VALUE else {value[0]}
        yield from (f"{surname}{word}" for surname in surnames for word in _CALLED)


def _squeeze(text: str) -> str:
    return _BLANK.sub("", unicodedata.normalize("NFKC", text)).casefold()


def _tell(part: str) -> str:
    told = _BETWEEN.join(_either(sign) for sign in _BLANK.sub("", part))
    # `Li` stands in the half of all tokens and ids; a whole number stands in none.
    return f"{_BORDER}{told}{_END}" if part.isascii() and len(part) <= _SHORTEST_ALONE else told


def _either(sign: str) -> str:
    return f"[{re.escape(sign)}{chr(ord(sign) + _WIDE)}]" if "!" <= sign <= "~" else re.escape(sign)
