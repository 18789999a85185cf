"""Text from bytes whose character set is declared wrongly, in a narrower name, or not at all. Pure."""

import codecs
import re
from email.errors import HeaderParseError
from email.header import decode_header

# The names that programs write, and the set that holds what they send under them.
_WIDER = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "hz-gb-2312": "hz",
    "big5": "big5hkscs",
    "us-ascii": "utf-8",
    "ascii": "utf-8",
    "unknown-8bit": "utf-8",
}
_GUESSED = ("utf-8", "gb18030", "big5hkscs")
# Python's names for what is no set of characters, or would make half ones, or takes hours.
_NO_SETS = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"})
_LOST = "\ufffd"
# UTF-7 and UTF-16 may say one half of a character: nothing can be written down with it.
_HALF = re.compile("[\ud800-\udfff]")
# Halves that stand for no byte that the parser kept.
_HALF_OF_NO_BYTE = re.compile("[\ud800-\udc7f\udd00-\udfff]")
# A character that is lost weighs as much as so many that are read.
_WEIGHT_OF_LOSS = 5


def decode_text(content: bytes, declared: str | None) -> str:
    """In the declared set, or in the one whose words are Chinese where the declared one gives none.

    U+FFFD for what is lost, half characters among it.
    """
    if content.isascii() and not _is_stateful(declared):
        return content.decode("ascii")
    return max(_readings(content, declared), key=_count_words)


def decode_words(header: str) -> str:
    """A header in the words of its sender: encoded words, also torn ones, and bytes that are not encoded at all."""
    unfolded = " ".join(line.strip() for line in header.splitlines())
    if not unfolded.isascii():
        kept = _HALF_OF_NO_BYTE.sub(_LOST, unfolded)
        return decode_text(kept.encode("utf-8", "surrogateescape"), None)
    try:
        parts = decode_header(unfolded)
    except (HeaderParseError, ValueError):
        return unfolded
    return "".join(part if isinstance(part, str) else decode_text(part, set_) for part, set_ in parts).strip()


def find_codec(declared: str | None) -> str | None:
    """The codec of a declared set; None for one that nobody knows."""
    if not declared:
        return None
    name = declared.strip().strip("\"'").lower()
    try:
        codec = codecs.lookup(_WIDER.get(name, name)).name
    except (LookupError, ValueError):
        return None
    return None if codec.replace("-", "_") in _NO_SETS else codec


def _is_stateful(declared: str | None) -> bool:
    return (find_codec(declared) or "").startswith(("hz", "iso2022", "utf_7", "utf-7", "utf-16", "utf-32"))


def _readings(content: bytes, declared: str | None) -> list[str]:
    named = find_codec(declared)
    order = [name for name in (named, *_GUESSED) if name is not None]
    readings = []
    for name in dict.fromkeys(order):
        try:
            readings.append(_HALF.sub(_LOST, content.decode(name, "replace")))
        except (UnicodeError, LookupError, ValueError):  # some codecs are no sets of characters
            continue
    return readings


def _count_words(text: str) -> float:
    """How much of what is not ASCII is common Chinese; the first of equals is taken, which is the declared one."""
    strange = [char for char in text if not char.isascii()]
    if not strange:
        return 0.0
    common = sum(_is_common(char) for char in strange)
    return (common - _WEIGHT_OF_LOSS * strange.count(_LOST)) / len(strange)


def _is_common(char: str) -> bool:
    """A sign of the first level of GB 2312 or of Big5, or a mark of Chinese writing."""
    if "\u3000" <= char <= "\u3011" or "\uff01" <= char <= "\uff5e" or char in "“”‘’…—·":
        return True
    return 0xB0 <= _first_byte(char, "gb2312") <= 0xD7 or 0xA4 <= _first_byte(char, "big5") <= 0xC6


def _first_byte(char: str, codec: str) -> int:
    try:
        return char.encode(codec)[0]
    except UnicodeEncodeError:
        return 0
