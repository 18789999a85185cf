"""How many open incidents a supervisor may know of: those of no case, and of cases that are not kept from him."""

from __future__ import annotations

from dataclasses import dataclass

from api.staff.incident_groups import read_open_incidents

MOST_COUNTED = 99


@dataclass(frozen=True, slots=True)
class IncidentCount:
    """`has_more` than the counted 99."""

    number: int
    has_more: bool


def count_visible_incidents() -> IncidentCount:
    """The rows of the page of incidents, counted; OutsideUnavailable while the engine is away."""
    found = read_open_incidents()
    return IncidentCount(min(found.number, MOST_COUNTED), found.number > MOST_COUNTED or found.unread > 0)
