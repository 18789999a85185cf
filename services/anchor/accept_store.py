"""A person has accepted the store that the engine has: the next anchor begins there, and jobs are done again."""

from __future__ import annotations

from models.office.engine_anchor import StoreState
from models.office.standstill import Standstill, StandstillKind
from services.actor import SYSTEM
from services.anchor.judge_store import Judged
from services.anchor.read_anchor import lock_anchor
from services.anchor.store_notice import STORE_ROW
from services.unit_of_work import UnitFactory


def accept_store(judged: Judged, make_unit: UnitFactory) -> None:
    """The workers begin the anchor. Jobs of a store that is not the office's any more are forgotten by their keys."""
    with make_unit() as unit:
        row = lock_anchor(unit)
        before = row.state
        row.generation += 1
        if not judged.is_known_there:
            row.store_since = row.generation
        row.process_instance_key, row.begun_at = None, unit.clock.now()
        row.state, row.since = StoreState.TO_BEGIN, unit.ports.system_clock.now()
        told = unit.session.get(Standstill, (StandstillKind.STORE, STORE_ROW))
        if told is not None:
            unit.session.delete(told)
        payload: dict[str, object] = {
            "generation": row.generation,
            "was": judged.state.value,
            "told_as": before.value,
            "is_another_store": not judged.is_known_there,
        }
        unit.trail.add(None, "engine_store.accepted", payload, SYSTEM)
