"""Cuts out of words that leave for a unit what may tell of a third person, beside what tells who complained.

Who sends them may have left a mark standing, with a reason; where nobody was asked, every mark is cut.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from models.case.complaint import Complaint
from models.ground.left_words import UNDECIDED, Decisions
from services.casefile.get_case import list_claims, list_matters
from services.identity.cut_identity import CUT, cut_identity, cut_own_values
from services.identity.find_third_persons import ThirdMark, find_third_persons, list_names
from services.office.active_staff import list_staff
from services.office.unit_options import list_units
from services.unit_of_work import Unit


def cut_leaving(
    texts: Sequence[str], complaint_id: str, unit: Unit, *, decided: Decisions = UNDECIDED
) -> list[str]:
    """The texts without who complained and without marks of third persons but for those that may stand."""
    return cut_third_persons(cut_identity(texts, complaint_id, unit), complaint_id, unit, decided=decided)


def cut_written(words: str, complaint_id: str, unit: Unit, *, is_inside: bool) -> str:
    """Words that leave, without who complained; those inside the office lose no other number."""
    cut = cut_own_values if is_inside else cut_identity
    (written,) = cut([words], complaint_id, unit)
    return written


def cut_third_persons(
    texts: Sequence[str], complaint_id: str, unit: Unit, *, decided: Decisions = UNDECIDED
) -> list[str]:
    """The texts without marks of third persons alone, of words that are cut already."""
    marked = mark_third_persons(texts, complaint_id, unit)
    left = {one.words for one in decided.left}
    cut = [_cut(text, marks, left) for text, marks in zip(texts, marked, strict=True)]
    # What was marked in another text of the same sending is cut here too, longest first.
    for words in sorted(set(decided.cut) - left, key=len, reverse=True):
        cut = [text.replace(words, CUT) for text in cut]
    return cut


def mark_third_persons(texts: Sequence[str], complaint_id: str, unit: Unit) -> list[list[ThirdMark]]:
    """What may tell of a third person in each text; staff and units of the office are none.

    A name that the complaint or one of the texts tells with a word that says whose it is counts without one.
    """
    if not any(text.strip() for text in texts):
        return [[] for _ in texts]
    known = _list_known(unit)
    names = list_names([*texts, *_list_told(complaint_id, unit)], known)
    return [find_third_persons(text, known=known, names=names) for text in texts]


def _cut(text: str, marks: Sequence[ThirdMark], left: Collection[str]) -> str:
    for mark in reversed(marks):
        if text[mark.begins : mark.ends] not in left:
            text = text[: mark.begins] + CUT + text[mark.ends :]
    return text


def _list_known(unit: Unit) -> frozenset[str]:
    people = (person.name for person in list_staff(unit))
    return frozenset({*people, *(part for row in list_units(unit) for part in _parts(row.name))})


def _parts(name: str) -> tuple[str, str]:
    return name, name.partition("（")[0]


def _list_told(complaint_id: str, unit: Unit) -> list[str]:
    complaint = unit.session.get(Complaint, complaint_id)
    if complaint is None:
        return []
    wishes = [claim.text for claim in list_claims(complaint_id, unit)]
    matters = [matter.text for matter in list_matters(complaint_id, unit)]
    return [complaint.matter, complaint.wanted or "", *wishes, *matters]
