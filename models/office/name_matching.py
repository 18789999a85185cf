"""Matching of people's words with official names: by containment, order of characters and surname. Pure.

Rules of the language only; no word of any complaint may stand here.
"""

import re
import unicodedata
from collections.abc import Iterable

_BRACKETS = re.compile(r"[（(].*?[)）]")
_HAN = r"\u4e00-\u9fff"
_ADMINISTRATIVE_SUFFIX = re.compile(r"(?:局|中心|委员会|委|科|支队|处|办公室|办)$")
# A word before one of these in running text may be the short name of an office.
_OFFICE_WORD = re.compile(rf"([{_HAN}]{{2,10}}?)(?:局|窗口|中心|大厅|科|柜台|支队|委)")
_SURNAME_HINT = re.compile(rf"姓([{_HAN}])")
SHORTEST_ABBREVIATION = 2


def normalise(words: str) -> str:
    """Half-width capital letters and digits, without spaces."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", words)).upper()


def core_of(official_name: str, common_prefix: str) -> str:
    """The telling part of an office's name: without the city, brackets and kind of office."""
    name = normalise(_BRACKETS.sub("", unicodedata.normalize("NFKC", official_name)))
    name = name.removeprefix(common_prefix)
    return _ADMINISTRATIVE_SUFFIX.sub("", name) or name


def common_prefix_of(names: Iterable[str]) -> str:
    """The city that most offices' names begin with: the part up to 市, 县, 区 that more than one name shares."""
    counts: dict[str, int] = {}
    for name in names:
        found = re.match(rf"[{_HAN}]{{1,6}}?[市县区州]", name)
        if found:
            counts[found.group()] = counts.get(found.group(), 0) + 1
    shared = [prefix for prefix, count in counts.items() if count > 1]
    return max(shared, key=lambda prefix: counts[prefix], default="")


def is_abbreviation(short: str, full: str) -> bool:
    """Whether the characters of `short` occur in `full` in this order, as abbreviations of offices do."""
    if len(short) < SHORTEST_ABBREVIATION:
        return False
    characters = iter(full)
    return all(character in characters for character in short)


def office_words(text: str) -> list[str]:
    """Words of running text that may name an office, longest endings first."""
    words: list[str] = []
    for found in _OFFICE_WORD.finditer(text):
        run = found.group(1)
        words.extend(run[start:] for start in range(len(run) - SHORTEST_ABBREVIATION + 1))
    return words


def surname_hint(words: str) -> str | None:
    """The surname in 姓王 and the like."""
    found = _SURNAME_HINT.search(words)
    return found.group(1) if found else None


def has_code(code: str, words: str) -> bool:
    """Whether a code stands in the words on its own, not inside a longer one."""
    return bool(re.search(rf"(?<![A-Z0-9]){re.escape(normalise(code))}(?![A-Z0-9])", normalise(words)))


def item_names(name: str) -> list[str]:
    """What a service item may be called.

    Its name without brackets, and each of the parts joined by 、 or 与.
    """
    plain = normalise(_BRACKETS.sub("", unicodedata.normalize("NFKC", name)))
    parts = [part for part in re.split(r"[、/与和]", plain) if len(part) > SHORTEST_ABBREVIATION]
    return list(dict.fromkeys([plain, *parts]))
