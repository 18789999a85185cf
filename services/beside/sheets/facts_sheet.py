"""What a unit is told of a case it works on: by the disclosure level, only the claims meant for it, never who complained.

Built from chosen columns; whole cases are never passed through here and then shortened.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from models.case.claim import Claim
from models.case.complaint import Complaint
from models.ground.codes import Category
from services.casefile.get_case import list_claims
from services.identity.cut_identity import cut_identity
from services.unit_of_work import Unit

# From this level on the facts may leave the handling office, without identity.
FACTS_LEVEL = 1


@dataclass(frozen=True, slots=True)
class FactsSheet:
    """The kind of problem and, from disclosure level 1 on, the words of the claims; `claims` pairs number and words."""

    number: str
    category: Category | None
    claims: tuple[tuple[int, str], ...]


def make_facts_sheet(complaint: Complaint, claim_nos: Sequence[int], unit: Unit) -> FactsSheet:
    """The sheet for these claims; no numbers means all of them."""
    chosen: list[Claim] = []
    if complaint.disclosure_level >= FACTS_LEVEL:
        chosen = [
            claim for claim in list_claims(complaint.id, unit) if not claim_nos or claim.no in claim_nos
        ]
    words = cut_identity([claim.text for claim in chosen], complaint.id, unit)
    return FactsSheet(
        number=complaint.number,
        category=complaint.category,
        claims=tuple((claim.no, text) for claim, text in zip(chosen, words, strict=True)),
    )


def facts_text(sheet: FactsSheet) -> str:
    """The claims as numbered lines for a form; empty on level 0."""
    return "\n".join(f"{number}. {words}" for number, words in sheet.claims)
