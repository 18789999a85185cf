"""What a unit is told of a case it works on: by the disclosure level, only the matters meant for it, never who complained.

Built from chosen columns; whole cases are never passed through here and then shortened.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from models.case.complaint import Complaint
from models.case.matter import Matter
from models.ground.codes import Category
from services.casefile.get_case import list_matters
from services.identity.cut_identity import cut_identity
from services.unit_of_work import Unit

# From this level on the facts may leave the handling office, without identity.
FACTS_LEVEL = 1


@dataclass(frozen=True, slots=True)
class FactsSheet:
    """The kind of problem and, from disclosure level 1 on, the words of the matters; `matters` pairs number and words."""

    number: str
    category: Category | None
    matters: tuple[tuple[int, str], ...]


def make_facts_sheet(complaint: Complaint, matter_nos: Sequence[int], unit: Unit) -> FactsSheet:
    """The sheet for these matters; no numbers means all of them."""
    chosen: list[Matter] = []
    if complaint.disclosure_level >= FACTS_LEVEL:
        chosen = [
            matter for matter in list_matters(complaint.id, unit) if not matter_nos or matter.no in matter_nos
        ]
    words = cut_identity([matter.text for matter in chosen], complaint.id, unit)
    return FactsSheet(
        number=complaint.number,
        category=complaint.category,
        matters=tuple((matter.no, text) for matter, text in zip(chosen, words, strict=True)),
    )


def facts_text(sheet: FactsSheet) -> str:
    """The matters as numbered lines for a form; empty on level 0."""
    return "\n".join(f"{number}. {words}" for number, words in sheet.matters)
