"""What the machine has to say to the person who decides on the acceptance: kinds, questions, cases of the same matter.

Nothing of it is kept or taken over; the person decides in the form.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from models.case.category_ranking import RankedCategory, rank_categories
from models.case.complaint import Complaint
from models.case.spoken_need import Need, SpokenNeed
from services.actor import Actor, staff_id_of
from services.office.category_words import read_words_at
from services.office.unit_options import map_unit_names
from services.suggestions.case_words import ask_for_haste, list_needs, words_of
from services.suggestions.earlier_cases import EarlierCase, list_earlier_cases
from services.suggestions.prior_cases import PriorAlike, list_prior_alike
from services.suggestions.related_cases import RelatedCase, list_related_cases
from services.unit_of_work import Unit
from services.worklist.identity_permission import may_know_identity


@dataclass(frozen=True, slots=True)
class Figure:
    """How often the earlier cases have a value of one kind: `category`, `unit`, `complexity` or `disposal`."""

    kind: str
    counts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Suggested:
    """Kinds with the strongest first; what asks for haste; words that ask for secrecy where nobody ticked the box."""

    categories: tuple[RankedCategory, ...]
    urgency: tuple[SpokenNeed, ...]
    secrecy: tuple[str, ...]
    related: tuple[RelatedCase, ...]
    prior: tuple[PriorAlike, ...]
    earlier: tuple[EarlierCase, ...]
    figures: tuple[Figure, ...]
    unit_names: Mapping[str, str]


def suggest_for(complaint: Complaint, unit: Unit, actor: Actor) -> Suggested:
    """Read the words of the case anew; the caller makes sure that the reader may know it."""
    needs, login = list_needs(complaint, unit), staff_id_of(actor)
    related = list_related_cases(
        complaint, unit, actor, may_know=lambda case: may_know_identity(case, login, unit)
    )
    earlier = list_earlier_cases(complaint, unit, actor)
    # Those by which the kind of the file was suggested: a later change does not reach back.
    words = read_words_at(complaint.registered_at, unit)
    kinds = [(case.category, case.likeness) for case in earlier]
    return Suggested(
        categories=tuple(rank_categories(words_of(complaint), words, kinds)),
        urgency=ask_for_haste(needs),
        secrecy=() if complaint.confidentiality_requested else _secrecy_of(needs),
        related=tuple(related),
        prior=list_prior_alike(complaint, unit, actor, may_know=may_know_identity(complaint, login, unit)),
        earlier=tuple(earlier),
        figures=_figures_of(earlier),
        unit_names=map_unit_names(unit),
    )


def _figures_of(earlier: list[EarlierCase]) -> tuple[Figure, ...]:
    values: dict[str, list[str | None]] = {
        "category": [case.category for case in earlier],
        "unit": [case.unit for case in earlier],
        "complexity": [case.complexity for case in earlier],
        "disposal": [disposal for case in earlier for disposal in case.disposals],
    }
    counted = {kind: Counter(value for value in found if value is not None) for kind, found in values.items()}
    return tuple(Figure(kind, tuple(counts.most_common())) for kind, counts in counted.items() if counts)


def _secrecy_of(needs: list[SpokenNeed]) -> tuple[str, ...]:
    return next((spoken.words for spoken in needs if spoken.need is Need.SECRECY), ())
