"""Marks in words that leave a case what may tell of whom it is: that it does and where, never whose it is.

The vault is asked for this one case, and for all others only where somebody decides about words that another person wrote:
asked for all of whoever types, it would tell him of each name that he tries. What it answers leaves this room as places alone.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from models.ground.example_codes import MarkKind
from services.identity.cut_identity import list_own_values
from services.identity.find_complainants import Span, find_complainants, find_shapes
from services.identity.folded_words import BORDER, Folded, find_all, fold
from services.unit_of_work import Unit

# So many signs in a row as the case has them are its words and no others.
LITERAL_LENGTH = 12
_SHORTEST = 2
STREET = "路|街|大道|巷|弄|胡同|小区|家园|花园|村|社区"
DOOR = "号|弄|栋|幢|座|单元|室|组"
COUNT = "一二三四五六七八九十百"
_LICENSED = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
# In folded words: blanks and points between the digits are gone.
PLATE = re.compile(rf"[{_LICENSED}][a-z][a-z0-9]{{5,6}}(?![a-z0-9])")
_FOLDED: Sequence[tuple[MarkKind, re.Pattern[str]]] = (
    (MarkKind.CONTACT, re.compile(r"\d{17}[\dx]|\d{7,}")),
    (MarkKind.PLATE, PLATE),
    (MarkKind.NUMBER, re.compile(r"(?<![a-z])[a-z]{1,4}\d{7,}")),
    (
        MarkKind.ADDRESS,
        re.compile(
            rf"[\u4e00-\u9fff]{{2,8}}(?:{STREET})[\u4e00-\u9fff]{{0,4}}?[\d{COUNT}]{{1,5}}(?:{DOOR})"
            r"|\d{1,4}(?:栋|幢|单元)[\u4e00-\u9fff\d]{0,6}\d{1,4}室?"
        ),
    ),
    (
        MarkKind.DAY,
        re.compile(rf"(?:\d{{4}}年)?\d{{1,2}}月\d{{1,2}}[日号]|[{COUNT}]{{1,2}}月[{COUNT}廿]{{1,3}}[日号]"),
    ),
)
_DOCUMENT = re.compile(r"[〔\[［(（【]\s?(?:19|20)\d{2}\s?[〕\]］)）】]\s?第?\s?\d{1,5}\s?号")
_DAY = re.compile(r"(?:19|20)\d{2}\s?[-/.．－／]\s?\d{1,2}\s?[-/.．－／]\s?\d{1,2}(?!\d)")
# As typed: their signs tell what they are.
_TYPED: Sequence[tuple[MarkKind, re.Pattern[str]]] = (
    (MarkKind.CONTACT, re.compile(r"[\w.+-]+\s?[@＠]\s?[\w-]+\s?[.．。]\s?[\w.]+")),
    (MarkKind.DOCUMENT, _DOCUMENT),
    (MarkKind.DAY, _DAY),
    (MarkKind.PLACE, re.compile(rf"[\d０-９{COUNT}]{{1,3}}号(?:窗口|柜台)")),
)
# Numbers of laws and standards have more digits than a person's telephone once the signs between are gone.
_OF_THE_LAW = re.compile(
    rf"{_DOCUMENT.pattern}|(?:GB|DB\d\d)(?:/?T)?\s?\d{{3,6}}(?:\.\d{{1,2}})?\s?[-—－]\s?(?:19|20)\d{{2}}(?!\d)"
)


@dataclass(frozen=True, slots=True)
class CaseWords:
    """What is known of the case outside the vault: its texts, and names of people, of places and of a rare item."""

    texts: Sequence[str]
    people: Collection[str]
    places: Collection[str]
    rare_items: Collection[str]
    numbers: Collection[str]


@dataclass(frozen=True, slots=True)
class Mark:
    """From and to in the words, in order, and what kind of thing may tell of somebody there."""

    begins: int
    ends: int
    kind: MarkKind


def find_marks(text: str, complaint_id: str, known: CaseWords, unit: Unit) -> list[Mark]:
    """In the order of the words; one place may have several kinds, of which a person is told first. Of one case alone."""
    # Of the same length, so that places stay.
    folded = fold(_OF_THE_LAW.sub(lambda law: BORDER * len(law[0]), text))
    found = set[Mark]()
    found.update(Mark(*span, _kind_of(text[slice(*span)])) for span in find_shapes(text))
    found.update(_find_own(folded, complaint_id, unit))
    for kind, names in (
        (MarkKind.PERSON, known.people),
        (MarkKind.PLACE, known.places),
        (MarkKind.RARE_ITEM, known.rare_items),
        (MarkKind.NUMBER, known.numbers),
    ):
        found.update(_find_names(folded, kind, names))
    for kind, pattern in _FOLDED:
        found.update(Mark(*folded.at(*hit.span()), kind) for hit in pattern.finditer(folded.text))
    for kind, pattern in _TYPED:
        found.update(Mark(*hit.span(), kind) for hit in pattern.finditer(text))
    found.update(Mark(*span, MarkKind.LITERAL) for span in _find_literals(folded, known.texts))
    # A day that is written in digits has as many as a telephone; it is told as a day.
    days = {(mark.begins, mark.ends) for mark in found if mark.kind is MarkKind.DAY}
    return sort_marks(
        mark for mark in found if mark.kind is not MarkKind.CONTACT or (mark.begins, mark.ends) not in days
    )


def find_others(text: str, unit: Unit) -> list[Mark]:
    """Where anybody who ever complained here is named. For who decides about words of another person, and for nobody else."""
    shapes = set(find_shapes(text))
    return [Mark(*span, MarkKind.PERSON) for span in find_complainants(text, unit) if span not in shapes]


def sort_marks(marks: Iterable[Mark]) -> list[Mark]:
    """Each once, in the order of the words."""
    return sorted(set(marks), key=lambda mark: (mark.begins, -mark.ends, list(MarkKind).index(mark.kind)))


def _kind_of(words: str) -> MarkKind:
    """What was found by its shape: a number or an address of mail, or somebody by name."""
    if re.search(r"[A-Z]-\d{4}-", words):
        return MarkKind.NUMBER
    return MarkKind.CONTACT if re.search(r"[\d@]", words) else MarkKind.PERSON


def _find_own(folded: Folded, complaint_id: str, unit: Unit) -> Iterator[Mark]:
    """What the vault holds of this complainant, of an address each half too."""
    for value in list_own_values(complaint_id, unit):
        for wanted in {fold(value).text, *(fold(part).text for part in re.split(r"[\s,，;；]+", value))}:
            if len(wanted) >= _SHORTEST:
                yield from (Mark(*folded.at(*hit), MarkKind.PERSON) for hit in find_all(folded.text, wanted))


def _find_names(folded: Folded, kind: MarkKind, names: Iterable[str]) -> Iterator[Mark]:
    for wanted in {fold(name).text for name in names}:
        if len(wanted) >= _SHORTEST:
            yield from (Mark(*folded.at(*hit), kind) for hit in find_all(folded.text, wanted))


def _find_literals(folded: Folded, texts: Sequence[str]) -> Iterator[Span]:
    """The longest runs of LITERAL_LENGTH signs and more that stand in one of the texts as well."""
    grams: set[str] = set()
    for text in texts:
        told = fold(text).text
        grams.update(told[at : at + LITERAL_LENGTH] for at in range(len(told) - LITERAL_LENGTH + 1))
    begins, ends = None, 0
    for at in range(len(folded.text) - LITERAL_LENGTH + 1):
        if folded.text[at : at + LITERAL_LENGTH] not in grams:
            continue
        if begins is not None and at > ends:
            yield folded.at(begins, ends)
            begins = None
        begins, ends = at if begins is None else begins, at + LITERAL_LENGTH
    if begins is not None:
        yield folded.at(begins, ends)
