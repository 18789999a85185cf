"""That somebody took a list away, and what for, is on record before the first line leaves."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.actor import Actor, staff_id_of
from services.lists.case_table import check_purpose
from services.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class TakeList:
    """Which list, by which filter (codes and part of a number, no words of people), and what for."""

    name: str
    chosen: Mapping[str, str]
    purpose: str


def note_export(command: TakeList, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """InvalidInput on `purpose`."""
    staff_id_of(actor)
    told = {"list": command.name, "filter": dict(command.chosen), "purpose": check_purpose(command.purpose)}
    with unit_of_work as unit:
        unit.trail.add(None, "list.exported", told, actor)
