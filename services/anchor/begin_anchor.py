"""The next anchor begins in the engine; those before it end."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

from bpmn.names import MessageName, ProcessId
from models.ground.errors import Conflict, NotFound
from models.office.engine_anchor import StoreState
from services.anchor.judge_store import ANCHOR_ID, GENERATION, OFFICE_ID, PULSE, AnchorKnown
from services.anchor.read_anchor import lock_anchor, name_anchor
from services.anchor.store_notice import forget_no_anchor
from services.ports.engine import OutgoingMessage, ProcessEngine
from services.ports.monitor import Monitor
from services.unit_of_work import UnitFactory

# Whoever it is for waits there already.
_NOT_KEPT_MS = 0


def begin_anchor(
    known: AnchorKnown | None, make_unit: UnitFactory, engine: ProcessEngine, monitor: Monitor
) -> bool:
    """Whether it was this process that began it; NotFound before its diagram is deployed, OutsideUnavailable as ever.

    The engine is asked between two transactions. Of two processes that begin one at once the second takes its own back;
    one whose answer was lost is ended by the next.
    """
    before = None if known is None else known.key
    with make_unit() as unit:
        row = lock_anchor(unit)
        office_id, pulse, generation = row.office_id, row.pulse, row.generation
    others = _list_generations(office_id, monitor)
    generation = max(generation + (before is not None), max(others, default=0) + 1)
    variables: Mapping[str, object] = {
        ANCHOR_ID: name_anchor(office_id, generation),
        OFFICE_ID: office_id,
        GENERATION: generation,
        PULSE: pulse,
    }
    key = engine.create_instance(ProcessId.OFFICE_ANCHOR.value, variables)
    with make_unit() as unit:
        row = lock_anchor(unit)
        is_first = row.process_instance_key == before
        if is_first:
            row.process_instance_key, row.generation, row.state = key, generation, StoreState.OURS
            forget_no_anchor(unit)
    if not is_first:
        _take_back(key, engine)
        return False
    for other in others:
        engine.publish_message(_replaced(office_id, other))
    return True


def _list_generations(office_id: str, monitor: Monitor) -> list[int]:
    """Of the anchors of this office that wait there."""
    waiting = monitor.list_instances(
        {"processDefinitionId": ProcessId.OFFICE_ANCHOR.value, "state": "ACTIVE"}
    )
    keys = [one.key for one in waiting]
    offices = monitor.map_values(OFFICE_ID, keys) if keys else {}
    own = [key for key, office in offices.items() if office == office_id]
    told = monitor.map_values(GENERATION, own).values() if own else ()
    return sorted(number for number in told if isinstance(number, int))


def _take_back(key: str, engine: ProcessEngine) -> None:
    with suppress(NotFound, Conflict):
        engine.cancel_instance(key)


def _replaced(office_id: str, generation: int) -> OutgoingMessage:
    name = name_anchor(office_id, generation)
    return OutgoingMessage(
        MessageName.ANCHOR_REPLACED.value, name, f"anchor-replaced:{name}", {}, _NOT_KEPT_MS
    )
