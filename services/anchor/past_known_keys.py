"""A cluster that was put back gives its keys out again: it is brought past those that the office knows before work goes on."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute

from bpmn.names import ProcessId
from models.case.case_run import CaseRun
from models.case.task import Task
from models.ground.errors import Conflict, InvalidInput, NotFound
from models.ledger.inbox import InboxRow
from models.office.engine_anchor import EngineAnchor
from models.office.office_task import OfficeTask
from services.anchor.judge_store import ANCHOR_ID, GENERATION, OFFICE_ID
from services.anchor.read_anchor import name_anchor
from services.ports.engine import KEY_BITS, ProcessEngine, partition_of
from services.unit_of_work import Unit, UnitFactory

# Where keys stand that came last, as in deploy/keys_seen.py; those of instances and tokens are older than jobs and tasks in them.
_PLACES: Final[tuple[InstrumentedAttribute[Any], ...]] = (
    InboxRow.job_key,
    InboxRow.element_instance_key,
    Task.user_task_key,
    OfficeTask.user_task_key,
    CaseRun.process_instance_key,
    EngineAnchor.process_instance_key,
)
_FIRST: Final = 1 << KEY_BITS
_LAST: Final = (1 << 63) - 1
# An engine gives each variable a key: so many in one command are well below the longest that a broker takes.
_AT_ONCE: Final = 1_000
_FILLED: Final[Mapping[str, object]] = {f"key_{number}": 0 for number in range(_AT_ONCE)}
# Of one partition: days of a busy office. What is further behind is no store of a few days ago, and a question for people.
MOST_KEYS: Final = 1_000_000
# Gateways give the partitions their turns: after so many each had its own.
_PROBES: Final = 100
# The next anchor ends one of this generation, as every earlier one, where a crash left it.
_BEFORE_ALL: Final = 0


def go_past_known_keys(office_id: str, make_unit: UnitFactory, engine: ProcessEngine) -> bool:
    """Whether the engine gives out no key any more that the office has seen, of no partition of which it has seen one.

    So many instances of the anchor's diagram begin, and are cancelled at once, as it takes; one a partition where the engine
    is not behind. False where it is further behind than by a million keys, where a partition does not answer any more, or the
    diagram is not deployed or is refused. OutsideUnavailable while the engine is away: begin again then.
    """
    with make_unit().reading() as unit:
        known = find_newest_keys(unit)
    try:
        return _go_past(known, office_id, engine)
    except (NotFound, InvalidInput, Conflict):
        return False


def _go_past(known: Mapping[int, int], office_id: str, engine: ProcessEngine) -> bool:
    at: dict[int, int] = {}
    for _ in range(_PROBES):
        if known.keys() <= at.keys():
            break
        key = _take_keys(office_id, {}, engine)
        at[partition_of(key)] = int(key)
    if any(partition not in at or newest - at[partition] > MOST_KEYS for partition, newest in known.items()):
        return False
    most = sum(max(0, newest - at[partition]) for partition, newest in known.items()) // _AT_ONCE
    for _ in range(_PROBES + len(known) * most):
        if all(at[partition] > newest for partition, newest in known.items()):
            return True
        key = _take_keys(office_id, _FILLED, engine)
        at[partition_of(key)] = int(key)
    return False


def _take_keys(office_id: str, filled: Mapping[str, object], engine: ProcessEngine) -> str:
    """The key of an instance that is over already; it took one for each variable too."""
    variables: dict[str, object] = {
        ANCHOR_ID: name_anchor(office_id, _BEFORE_ALL),
        OFFICE_ID: office_id,
        GENERATION: _BEFORE_ALL,
    }
    key = engine.create_instance(ProcessId.OFFICE_ANCHOR.value, {**filled, **variables})
    with suppress(NotFound, Conflict):
        engine.cancel_instance(key)
    return key


def find_newest_keys(unit: Unit) -> dict[int, int]:
    """The newest key that the office has seen of each partition of its engine."""
    newest: dict[int, int] = {}
    for place in _PLACES:
        bound = _LAST
        while (key := _find_newest(place, bound, unit)) is not None:
            partition = partition_of(key)
            newest[partition] = max(int(key), newest.get(partition, 0))
            bound = (partition << KEY_BITS) - 1
    return newest


def _find_newest(place: InstrumentedAttribute[Any], bound: int, unit: Unit) -> str | None:
    """The newest key up to `bound`. Keys are texts: of the same length they stand in the order of their numbers."""
    for length in range(len(str(bound)), len(str(_FIRST)) - 1, -1):
        first, last = max(_FIRST, 10 ** (length - 1)), min(bound, 10**length - 1)
        if first > last:
            continue
        query = select(func.max(place)).where(
            place >= str(first), place <= str(last), func.length(place) == length
        )
        if (key := unit.session.scalar(query)) is not None:
            return str(key)
    return None
