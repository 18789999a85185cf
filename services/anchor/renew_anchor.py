"""An office was made of a backup: its store is known as before, and the next anchor begins in it."""

from __future__ import annotations

from models.office.engine_anchor import ANCHOR_ROW, EngineAnchor, StoreState
from services.actor import SYSTEM
from services.unit_of_work import UnitFactory


def renew_anchor(make_unit: UnitFactory) -> None:
    """The workers begin the next one once they have found the store to be the office's; nothing where none has ever begun."""
    with make_unit() as unit:
        row = unit.session.get(EngineAnchor, ANCHOR_ROW, with_for_update=True)
        if row is None or row.process_instance_key is None:
            return
        was = row.state
        row.state, row.since = StoreState.TO_BEGIN, unit.ports.system_clock.now()
        payload: dict[str, object] = {
            "generation": row.generation + 1,
            "was": was.value,
            "told_as": was.value,
            "is_another_store": False,
        }
        unit.trail.add(None, "engine_store.accepted", payload, SYSTEM)
