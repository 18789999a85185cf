"""What the machine has to say to the person who decides on the acceptance: kinds with their words, and questions.

Nothing of it is kept or taken over; the person decides in the form.
"""

from dataclasses import dataclass

from models.case.category_ranking import RankedCategory, rank_categories
from models.case.complaint import Complaint
from models.case.spoken_need import Need, SpokenNeed
from services.suggestions.case_words import ask_for_haste, list_needs, words_of
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class Suggested:
    """Kinds with the strongest first; what asks for haste; words that ask for secrecy where nobody ticked the box."""

    categories: tuple[RankedCategory, ...]
    urgency: tuple[SpokenNeed, ...]
    secrecy: tuple[str, ...]


def suggest_for(complaint: Complaint, unit: Unit) -> Suggested:
    """Read the words of the case anew; the caller makes sure that the reader may know it."""
    needs = list_needs(complaint, unit)
    return Suggested(
        categories=tuple(rank_categories(words_of(complaint))),
        urgency=ask_for_haste(needs),
        secrecy=() if complaint.confidentiality_requested else _secrecy_of(needs),
    )


def _secrecy_of(needs: list[SpokenNeed]) -> tuple[str, ...]:
    return next((spoken.words for spoken in needs if spoken.need is Need.SECRECY), ())
