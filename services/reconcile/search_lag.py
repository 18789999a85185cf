"""Whether the engine's searches show the newest that the office had from it: they may be behind by minutes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import select

from models.ground.errors import NotFound
from models.ledger.inbox import InboxRow
from services.ports.monitor import Monitor
from services.unit_of_work import UnitFactory

# Jobs come from the engine itself, not from its searches. Engines forget what ended longer ago.
LOOKED_BACK = timedelta(days=7)
JOBS_READ = 200
# The number of the partition stands in front of each key.
KEY_BITS = 51


def list_newest_tokens(make_unit: UnitFactory) -> list[str]:
    """Keys of the tokens of the newest jobs that were done in a week, one of each partition among the last 200."""
    with make_unit().reading() as unit:
        query = (
            select(InboxRow.element_instance_key)
            .where(InboxRow.done_at >= unit.clock.now() - LOOKED_BACK)
            .order_by(InboxRow.done_at.desc(), InboxRow.job_key.desc())
            .limit(JOBS_READ)
        )
        keys = list(unit.session.scalars(query))
    newest: dict[int, str] = {}
    for key in keys:
        newest.setdefault(int(key) >> KEY_BITS, key)
    return list(newest.values())


def are_shown(keys: Collection[str], monitor: Monitor) -> bool:
    """Whether the searches know each of the tokens; else they are behind, or the store is not the one that gave them out."""
    return all(_is_shown(key, monitor) for key in keys)


def _is_shown(key: str, monitor: Monitor) -> bool:
    try:
        monitor.get_element_instance(key)
    except NotFound:
        # A job of a whole instance: some engines list no token for it.
        return bool(monitor.list_instances({"processInstanceKey": {"$in": [key]}}))
    return True
