"""How many units, windows and service items an administrator should look at, for his start page."""

from __future__ import annotations

from api.frame_unit import frame_unit
from models.office.place_change import PlaceKind
from services.office.place_register import count_places_to_look_at


def look_at_units() -> int:
    """Units whose head has left."""
    return count_places_to_look_at(PlaceKind.UNIT, frame_unit())


def look_at_windows() -> int:
    """Windows that a closed unit has left open."""
    return count_places_to_look_at(PlaceKind.WINDOW, frame_unit())


def look_at_items() -> int:
    """Service items that a closed unit has left open."""
    return count_places_to_look_at(PlaceKind.ITEM, frame_unit())
