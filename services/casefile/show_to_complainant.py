"""Enters on the trail what the complainant reads on the progress page from now on; nobody was told in person."""

from collections.abc import Mapping
from enum import StrEnum

from services.actor import Actor
from services.unit_of_work import Unit


class Shown(StrEnum):
    """What is shown; where, stands in services/views/told_places.py."""

    REFERRAL = "referral"
    REVIEW = "review"


def show_to_complainant(
    complaint_id: str, shown: Shown, payload: Mapping[str, object], entry: tuple[Unit, Actor]
) -> None:
    """In the caller's unit, which is committed with the thing shown."""
    unit, actor = entry
    unit.trail.add(complaint_id, "progress.shown", {"about": shown.value, **payload}, actor)
