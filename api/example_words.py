"""Examples in words: the names of their codes, the filter of the list, and the places of a draft that are marked."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from api.context import make_unit
from api.i18n import code_text, language
from models.case.case_example import CaseExample, ExampleVersion
from models.case.lifecycle import Outcome
from models.ground.codes import Category
from models.ground.example_codes import ExamplePart
from services.examples.check import PartMark
from services.examples.eligible import NOT_ENDED
from services.examples.read_examples import ExampleFilter, ExampleList
from services.forms.place_in_list import read_place
from services.office.causes import map_cause_names
from services.views.organisation_names import map_codes_to_names

# What an example is filed under, in the order in which it is told.
CODES = ("item", "category", "cause", "outcome")
_LONGEST_CODE = 40
Choices = Mapping[str, Sequence[tuple[str, str]]]


def read_filter(sent: Mapping[str, str]) -> ExampleFilter:
    """As the address has it; what is no code asks for nothing."""
    told = {name: sent.get(name, "")[:_LONGEST_CODE] or None for name in ("item", "cause")}
    category, outcome = sent.get("category", ""), sent.get("outcome", "")
    return ExampleFilter(
        item=told["item"],
        category=Category(category) if category in set(Category) else None,
        cause=told["cause"],
        outcome=Outcome(outcome) if outcome in set(Outcome) else None,
        after=read_place(sent.get("after", "")),
    )


def list_choices(found: ExampleList, codes: Collection[str] = CODES) -> Choices:
    """Value and name of each code of these to choose from; items and causes where something is filed under them."""
    items = map_codes_to_names(found.items, make_unit())
    causes = map_cause_names(make_unit(), language()) if found.causes else {}
    choices = {
        "item": tuple((code, items.get(code, code)) for code in found.items),
        "category": tuple((one.value, code_text("category", one)) for one in Category),
        "cause": tuple((code, causes.get(code, code)) for code in found.causes),
        "outcome": tuple((one.value, code_text("outcome", one)) for one in Outcome if one not in NOT_ENDED),
    }
    return {code: choices[code] for code in codes}


def name_codes(rows: Iterable[CaseExample], codes: Collection[str] = CODES) -> Callable[[CaseExample], str]:
    """What each is filed under, in words, of these codes; names are read at once."""
    known = list(rows)
    items = map_codes_to_names([row.item for row in known if row.item], make_unit())
    causes = map_cause_names(make_unit(), language()) if any(row.cause for row in known) else {}

    def name(row: CaseExample) -> str:
        told = {
            "item": items.get(row.item, row.item) if row.item else "",
            "category": code_text("category", row.category) if row.category else "",
            "cause": causes.get(row.cause, row.cause) if row.cause else "",
            "outcome": code_text("outcome", row.outcome),
        }
        return " · ".join(words for code, words in told.items() if words and code in codes)

    return name


def split_parts(draft: ExampleVersion, marks: Sequence[PartMark]) -> Mapping[str, Sequence[tuple[str, bool]]]:
    """By part: pieces of its words in order, and whether each is marked."""
    return {
        part.value: tuple(_pieces(draft.parts.get(part, ""), [mark for mark in marks if mark.part is part]))
        for part in ExamplePart
    }


def _pieces(words: str, marks: Sequence[PartMark]) -> Iterable[tuple[str, bool]]:
    at = 0
    for mark in sorted(marks, key=lambda one: (one.begins, one.ends)):
        begins = max(at, mark.begins)
        if mark.ends <= begins:
            continue
        if begins > at:
            yield words[at:begins], False
        yield words[begins : mark.ends], True
        at = mark.ends
    if at < len(words):
        yield words[at:], False
