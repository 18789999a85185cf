"""Enters on the trail what the complainant reads on the progress page from now on; nobody was told in person."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from services.actor import Actor
from services.unit_of_work import Unit


class Shown(StrEnum):
    """What is shown; where, is compared by tests/web/test_told_places.py."""

    REFERRAL = "referral"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class ShownFact:
    """What the complainant of a case reads from now on; `payload` holds ids and codes."""

    complaint_id: str
    about: Shown
    payload: Mapping[str, object]


def show_to_complainant(fact: ShownFact, unit: Unit, actor: Actor) -> None:
    """In the caller's unit, which is committed with the thing shown."""
    unit.trail.add(fact.complaint_id, "progress.shown", {"about": fact.about.value, **fact.payload}, actor)
