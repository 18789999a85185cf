"""What an act works on: the case, the person and the open unit; there is no task behind it."""

from dataclasses import dataclass

from models.case.complaint import Complaint
from models.ground.left_words import UNDECIDED, Decisions
from services.actor import Actor
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class ActCase:
    """One act being shown or taken; `asked` are the names of the fields of the form that is sent.

    `decided`: what becomes of words about third persons in what leaves with it.
    """

    unit: Unit
    complaint: Complaint
    actor: Actor
    asked: frozenset[str] = frozenset()
    decided: Decisions = UNDECIDED
