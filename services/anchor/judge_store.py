"""Whether the engine's store is the office's, as it was left: by the anchor in it, its pulse, and the newest keys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bpmn.names import ProcessId
from models.office.engine_anchor import ANCHOR_ROW, EngineAnchor, StoreState
from services.anchor.held_keys import are_held_keys_shown, list_held_keys, names_a_case_of_ours
from services.ports.engine import ProcessEngine
from services.ports.monitor import Monitor, ProcessInstanceView
from services.unit_of_work import UnitFactory

# Variables of the anchor; none is of a person.
OFFICE_ID, GENERATION, PULSE, ANCHOR_ID = "office_id", "anchor_generation", "anchor_pulse", "anchor_id"


@dataclass(frozen=True, slots=True)
class AnchorKnown:
    """The row as it was read; `accepted_at` on the office's clock."""

    office_id: str
    generation: int
    key: str | None
    pulse: int
    accepted_at: datetime | None
    state: StoreState


@dataclass(frozen=True, slots=True)
class Judged:
    """`known` None: no anchor has ever begun. `is_known_there`: the engine has the anchor, or at least a root that names an
    open case of the office, so that the store is its own.

    `pulse` is the engine's.
    """

    state: StoreState
    known: AnchorKnown | None
    is_known_there: bool = False
    pulse: int = 0


def judge_store(
    make_unit: UnitFactory, engine: ProcessEngine, monitor: Monitor, *, with_keys: bool = True
) -> Judged:
    """Reads only: four or five requests; without `with_keys` two. OutsideUnavailable while the engine is away.

    A search that is behind shows an anchor of a moment ago as unknown, and a pulse or key as one of an older store: whoever
    asks looks again.
    """
    known = _read(make_unit)
    if known is None or known.key is None:
        if not with_keys:
            return Judged(StoreState.TO_BEGIN, known)
        return _judge_first(known, make_unit, engine, monitor)
    found = monitor.list_instances({"processInstanceKey": {"$in": [known.key]}})
    values = monitor.list_variables(known.key, (OFFICE_ID, PULSE)) if found else {}
    if not found or not _is_ours(found[0], values, known):
        return Judged(StoreState.UNKNOWN, known, names_a_case_of_ours(make_unit, monitor))
    pulse = values.get(PULSE)
    seen = pulse if isinstance(pulse, int) else 0
    state = _compare_pulses(found[0], seen, known)
    if state is not StoreState.DATABASE_OLDER and with_keys:
        held = list_held_keys(make_unit, known.accepted_at)
        if not are_held_keys_shown(held, engine, monitor):
            state = StoreState.ENGINE_OLDER
    if state is StoreState.OURS and known.state is StoreState.TO_BEGIN:
        # Ours, and restored: the next one takes the place of the one that is there.
        state = StoreState.TO_BEGIN
    return Judged(state, known, is_known_there=True, pulse=seen)


def _read(make_unit: UnitFactory) -> AnchorKnown | None:
    with make_unit().reading() as unit:
        row = unit.session.get(EngineAnchor, ANCHOR_ROW)
        if row is None:
            return None
        return AnchorKnown(
            row.office_id, row.generation, row.process_instance_key, row.pulse, row.begun_at, row.state
        )


def _judge_first(
    known: AnchorKnown | None, make_unit: UnitFactory, engine: ProcessEngine, monitor: Monitor
) -> Judged:
    """A fresh office holds no key; one of an earlier release begins an anchor where its keys are."""
    if known is not None and known.state is StoreState.TO_BEGIN:
        return Judged(StoreState.TO_BEGIN, known)
    held = list_held_keys(make_unit, None)
    is_shown = are_held_keys_shown(held, engine, monitor)
    if is_shown:
        return Judged(StoreState.TO_BEGIN, known)
    return Judged(StoreState.UNKNOWN, known, names_a_case_of_ours(make_unit, monitor))


def _is_ours(found: ProcessInstanceView, values: object, known: AnchorKnown) -> bool:
    return (
        found.process_id == ProcessId.OFFICE_ANCHOR
        and isinstance(values, dict)
        and values.get(OFFICE_ID) == known.office_id
    )


def _compare_pulses(found: ProcessInstanceView, pulse: int, known: AnchorKnown) -> StoreState:
    # A later anchor has ended it: that one is not in this database any more.
    if pulse > known.pulse or found.state == "COMPLETED":
        return StoreState.DATABASE_OLDER
    # It is counted up here first, so the engine may miss the last.
    if pulse < known.pulse - 1:
        return StoreState.ENGINE_OLDER
    # Cancelled by somebody: the store is ours, and the next one begins.
    return StoreState.OURS if found.state == "ACTIVE" else StoreState.TO_BEGIN
