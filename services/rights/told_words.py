"""Words that somebody types for a respondent: they say nothing of who complained, and of third persons what he decided."""

from __future__ import annotations

from dataclasses import dataclass

from models.case.complaint import Complaint
from models.ground.errors import InvalidInput
from models.ground.left_words import as_kept
from services.actor import Actor
from services.beside.sheets.leaving import WORDS, Leaving, LeavingPart
from services.beside.sheets.settle_leaving import Decided, settle_leaving
from services.casefile.leaving_words import cut_third_persons
from services.forms.task_case import JustACase
from services.identity.cut_identity import cut_own_values
from services.rights.object_to_finding import LONGEST_REASON
from services.unit_of_work import Unit

NAMES_COMPLAINANT = "NAMES_COMPLAINANT"


@dataclass(frozen=True, slots=True)
class TypedWords:
    """What was typed in which field, for whom by name, and what was decided of words about third persons in it."""

    field: str
    words: str
    receiver: str
    decided: Decided | None


@dataclass(frozen=True, slots=True)
class ToldWords:
    """As the respondent reads it, and what of third persons was let stand in it, each with the reason."""

    text: str
    left_standing: list[dict[str, str]]


def take_typed(typed: TypedWords, complaint: Complaint, unit: Unit, actor: Actor) -> ToldWords:
    """As they leave; that a person decided is on the trail, with counts and no words.

    InvalidInput on the field for none, too many, and NAMES_COMPLAINANT where they say who complained; on `third_persons` as
    where words leave with an act.
    """
    text = _check(typed, complaint, unit)
    leaving = Leaving(typed.receiver, (LeavingPart(WORDS, text),))
    settled = settle_leaving(leaving, JustACase(unit, complaint), typed.decided)
    if settled.marks:
        unit.trail.add(complaint.id, "words.confirmed", settled.payload, actor)
    (told,) = cut_third_persons([text], complaint.id, unit, decided=settled.decided)
    return ToldWords(told, as_kept(settled.decided))


def _check(typed: TypedWords, complaint: Complaint, unit: Unit) -> str:
    text = typed.words.strip()
    if not text or len(text) > LONGEST_REASON:
        raise InvalidInput({typed.field: "TOO_LONG" if text else "REQUIRED"})
    if cut_own_values([text], complaint.id, unit) != [text]:
        raise InvalidInput({typed.field: NAMES_COMPLAINANT})
    return text
