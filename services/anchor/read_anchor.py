"""The row of the anchor; the first who asks makes it."""

from __future__ import annotations

from models.ground.ids import new_id
from models.ground.lock_or_insert import lock_or_insert
from models.office.engine_anchor import ANCHOR_ROW, EngineAnchor, StoreState
from services.unit_of_work import Unit


def lock_anchor(unit: Unit) -> EngineAnchor:
    """The row, locked; a new office gets its id with it."""
    return lock_or_insert(
        unit.session,
        EngineAnchor,
        ANCHOR_ROW,
        id=ANCHOR_ROW,
        office_id=new_id(),
        generation=1,
        store_since=0,
        pulse=0,
        state=StoreState.UNSEEN,
        since=unit.ports.system_clock.now(),
    )


def name_anchor(office_id: str, generation: int) -> str:
    """The key that its message is correlated by."""
    return f"{office_id}:{generation}"
