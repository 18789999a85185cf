"""That somebody took a list away is on record before the first line leaves."""

from collections.abc import Mapping

from services.actor import Actor, staff_id_of
from services.unit_of_work import UnitOfWork


def note_export(name: str, chosen: Mapping[str, str], unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Which list, and by which filter: codes and part of a number, no words of people."""
    staff_id_of(actor)
    with unit_of_work as unit:
        unit.trail.add(None, "list.exported", {"list": name, "filter": dict(chosen)}, actor)
