"""What leaves for a unit, before third persons are cut: the sheet of its matters, and the words beside it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from services.beside.sheets.facts_sheet import facts_text, make_facts_sheet
from services.casefile.leaving_words import cut_written
from services.forms.task_case import OfCase
from services.office.unit_options import get_unit_name

FACTS, WORDS, FINDING, MISSING = "facts", "words", "finding", "missing"


@dataclass(frozen=True, slots=True)
class LeavingSheet:
    """The units that get it, by code, and the numbers of its matters; none: all of them. `is_inside`: staff of the office."""

    unit_codes: Sequence[str]
    matter_nos: Sequence[int]
    is_inside: bool = False


@dataclass(frozen=True, slots=True)
class LeavingPart:
    """`name` says what it is (FACTS, WORDS, FINDING, MISSING); without who complained.

    `unit` is who gets it, where others get other parts.
    """

    name: str
    text: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Leaving:
    """To whom, by name, which words leave, part by part."""

    receiver: str
    parts: tuple[LeavingPart, ...]


NOTHING_LEAVES = Leaving("", ())


def word_leaving(sheet: LeavingSheet, words: str, case: OfCase) -> Leaving:
    """As of now, with every mark of a third person standing."""
    facts = make_facts_sheet(case.complaint, sheet.matter_nos, case.unit, decided=None)
    written = cut_written(words, case.complaint.id, case.unit, is_inside=sheet.is_inside)
    parts = (LeavingPart(FACTS, facts_text(facts)), LeavingPart(WORDS, written))
    receiver = "、".join(get_unit_name(code, case.unit) for code in sheet.unit_codes)
    return Leaving(receiver, tuple(part for part in parts if part.text.strip()))


def leave_together(told: Sequence[Leaving]) -> Leaving:
    """What leaves with one decision for several: each part under the name of who gets it."""
    parts = tuple(replace(part, unit=one.receiver) for one in told for part in one.parts)
    return Leaving("、".join(dict.fromkeys(one.receiver for one in told if one.parts)), parts)
