"""Open requests with a process of their own that the engine does not know."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from models.case.lifecycle import RequestState
from services.ports.monitor import Monitor
from services.reconcile.difference import Difference, Differing
from services.requests.kinds import KINDS
from services.unit_of_work import UnitFactory

KEYS_AT_ONCE = 500


def find_lost_requests(make_unit: UnitFactory, monitor: Monitor) -> Iterator[Differing]:
    """Their cases may be closed: a review goes on after the archive."""
    for kind in [kind for kind in KINDS.values() if kind.has_own_process]:
        table, after = kind.table, ""
        while True:
            query = (
                select(table.process_instance_key, table.complaint_id)
                .where(table.state == RequestState.OPEN, table.process_instance_key > after)
                .order_by(table.process_instance_key)
                .limit(KEYS_AT_ONCE)
            )
            with make_unit().reading() as unit:
                cases = {str(key): case for key, case in unit.session.execute(query)}
            if cases:
                known = monitor.list_instances({"processInstanceKey": {"$in": list(cases)}})
                for key in sorted(cases.keys() - {one.key for one in known}):
                    yield Differing(cases[key], Difference.REQUEST_UNKNOWN, key)
                after = max(cases)
            if len(cases) < KEYS_AT_ONCE:
                break
