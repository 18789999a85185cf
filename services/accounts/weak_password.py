"""Whether a new password is put together of what everybody tries first.

A list of common passwords says little where twelve characters are asked for: hardly one of them is so long. What people do is to
join two or three. So a password is read as parts: a common password or word, a walk over keyboard or alphabet, a date, the
person's own words, what stood in it before. Each such part counts as one guess, each other character as one too
(after Wheeler, zxcvbn, USENIX Security 2016; OWASP ASVS 5.0, 6.2.4 and 6.2.11).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

# Fewer parts than this are guessed: three words with something between and behind them.
FEWEST_PARTS = 7
_SHORTEST_WORD = 4
_SHORTEST_WALK = 3
_LONGEST = 200
_HERE = Path(__file__).parent
_ROWS = ("qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./", "1234567890-=", "!@#$%^&*()_+", "0123456789")
_COLUMNS = "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/"
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
_WALKS = tuple(walk for one in (*_ROWS, _COLUMNS, _COLUMNS[::4], _ALPHABET) for walk in (one, one[::-1]))
_DATE = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])|(?:19|20)\d\d(?:0[1-9]|1[0-2])?")
# What people write for a letter.
_WRITTEN_FOR = str.maketrans("@013$5!7", "aoiessit")


def is_weak(password: str, own_words: Iterable[str]) -> bool:
    """Whether it has fewer than seven parts, or holds a word of the person or the office that no common part covers."""
    folded = _fold(password)[:_LONGEST]
    words = frozenset(_words_of(own_words))
    if any(word in folded for word in words if len(word) >= _SHORTEST_WORD or not word.isascii()):
        return True
    return min(_count_parts(text, words) for text in {folded, folded.translate(_WRITTEN_FOR)}) < FEWEST_PARTS


@cache
def read_common() -> frozenset[str]:
    """The common passwords and words of both lists, folded, of four characters and more."""
    names = ("common_passwords.txt", "chinese_passwords.txt")
    lines = (line for name in names for line in (_HERE / name).read_text("utf-8").splitlines())
    return frozenset(
        _fold(line) for line in lines if len(line) >= _SHORTEST_WORD and not line.startswith("# ")
    )


def _count_parts(text: str, words: frozenset[str]) -> int:
    """The fewest parts of which the text can be put together."""
    known = read_common() | words
    longest = max(map(len, known))
    fewest = [0] * (len(text) + 1)
    for end in range(1, len(text) + 1):
        fewest[end] = fewest[end - 1] + 1
        for start in range(max(0, end - max(longest, len(text) // 2)), end - _SHORTEST_WALK + 1):
            if fewest[start] + 1 < fewest[end] and _is_part(text, start, end, known):
                fewest[end] = fewest[start] + 1
    return fewest[-1]


def _is_part(text: str, start: int, end: int, known: frozenset[str]) -> bool:
    part = text[start:end]
    return (
        part in known
        or len(set(part)) == 1
        or part in text[:start]
        or any(part in walk for walk in _WALKS)
        or _DATE.fullmatch(part) is not None
    )


def _words_of(own_words: Iterable[str]) -> Iterable[str]:
    for told in own_words:
        whole = _fold(told)
        yield from (word for word in (whole, *re.split(r"[^\w]+|_", whole)) if len(word) > 1)


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
