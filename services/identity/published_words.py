"""What keeps words that many are going to read from them: they tell who complained, or count so few that they could be known."""

from __future__ import annotations

import re

from services.identity.find_complainants import Span, find_complainants, find_shapes
from services.unit_of_work import Unit

NAMES_COMPLAINANT, TELLS_SMALL_GROUP = "NAMES_COMPLAINANT", "TELLS_SMALL_GROUP"
# One to four (SMALLEST_GROUP) of what is counted by the head or the case; not a part of a larger or an ordinal number.
_ONE_TO_FOUR = "[1-4１-４一二两三四]"
_FEW = (
    rf"(?<![\d０-９.．,，/第每百千万十几零一二三四五六七八九]){_ONE_TO_FOUR}"
    rf"(?:[至到或、—~-]{_ONE_TO_FOUR})?\s*[件人名位户宗起家](?![一\d])"
)
_OF_WHOM = (
    r"投诉|来信|来访|来电|反映|诉求|群众|市民|居民|企业|老人|当事人|办事人|申请人|不满意|满意|重办|复查|评价"
)
_BEFORE = r"投诉|诉求|反映|评价|满意|其中|另有|仅|只有|涉及"
_GROUPS = (
    re.compile(rf"{_FEW}(?=[^。；;，,\n]{{0,6}}?(?:{_OF_WHOM}))"),
    re.compile(rf"(?:{_BEFORE})[^。；;，,\n]{{0,4}}?{_FEW}"),
    re.compile(
        r"\b(?<![\d.,])(?:[1-4]|one|two|three|four)\s+(?:of\s+the\s+)?"
        r"(?:complaints?|complainants?|citizens?|persons?|people|residents?|companies|company|visitors?|cases?)\b",
        re.IGNORECASE,
    ),
)


def find_small_groups(text: str) -> list[Span]:
    """Where fewer than five are counted who complained or were asked, from and to, in order.

    By the shape of the words alone: "其中3件", "仅两名群众", "2 complaints". Staff and steps may be counted.
    """
    return sorted({match.span() for pattern in _GROUPS for match in pattern.finditer(text)})


def find_untellable(words: str, unit: Unit) -> list[Span]:
    """Every place that must be worded otherwise, in order; they may lie in one another."""
    return sorted({*find_complainants(words, unit), *find_small_groups(words)})


def find_words_fault(words: str, unit: Unit) -> str | None:
    """Why many may not read them: a code of `invalid`, None where they may."""
    if find_complainants(words, unit):
        return NAMES_COMPLAINANT
    return TELLS_SMALL_GROUP if find_small_groups(words) else None


def find_shape_fault(words: str) -> str | None:
    """As find_words_fault, for words of whoever may not learn who complained: the vault is not asked."""
    if find_shapes(words):
        return NAMES_COMPLAINANT
    return TELLS_SMALL_GROUP if find_small_groups(words) else None
