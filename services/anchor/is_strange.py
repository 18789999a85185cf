"""Whether people are told that the engine's store is not the office's as it was left."""

from __future__ import annotations

from models.office.standstill import Standstill, StandstillKind
from services.anchor.anchor_step import STORE_ROW
from services.unit_of_work import Unit


def is_store_strange(unit: Unit) -> bool:
    """What is filed and submitted is kept, and no process goes on with it meanwhile."""
    return unit.session.get(Standstill, (StandstillKind.STORE, STORE_ROW)) is not None
