"""Words as they are compared, however they are typed: full-width, in Chinese digits, spaced, with points between.

Each folded character knows where it stood, so that a finding is told by its place in what was typed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

Span = tuple[int, int]
# Between texts that are looked through at once: nothing is found across it.
BORDER = "\x1f"
KEPT = f"@{BORDER}"
_DIGITS = dict(
    zip("〇零一二三四五六七八九幺壹贰叁肆伍陆柒捌玖", "00123456789" + "1" + "123456789", strict=True)
)
# So many Chinese digits in a row are a number that is read out, fewer are words (一二, 三十).
_READ_OUT = re.compile(f"[{''.join(_DIGITS)}]{{6,}}")


@dataclass(frozen=True, slots=True)
class Folded:
    """`text` has lower-case letters, digits and signs of writing alone; `places[i]` is where its i-th character stood."""

    text: str
    places: tuple[int, ...]

    def at(self, begins: int, ends: int) -> Span:
        """Where a part of the folded text stands in what was typed."""
        return self.places[begins], self.places[ends - 1] + 1


def fold(text: str) -> Folded:
    """Full-width signs as plain ones, digits that are read out as digits; blanks, points and what is not seen left out."""
    told = _READ_OUT.sub(lambda found: "".join(_DIGITS[char] for char in found[0]), text)
    pairs = [(char, place) for place, typed in enumerate(told) for char in _fold_one(typed)]
    return Folded("".join(char for char, _ in pairs), tuple(place for _, place in pairs))


def _fold_one(char: str) -> Iterator[str]:
    for plain in unicodedata.normalize("NFKC", char).casefold():
        if plain.isalnum() or plain in KEPT:
            yield plain


def find_all(text: str, wanted: str) -> Iterator[Span]:
    """Everywhere where it stands, overlapping too."""
    at = text.find(wanted)
    while at >= 0:
        yield at, at + len(wanted)
        at = text.find(wanted, at + 1)
