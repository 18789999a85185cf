"""Open requests with a process of their own that the engine does not know, or that is not going to begin."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta

from sqlalchemy import or_, select

from models.case.lifecycle import RequestState
from models.ledger.outbox import OutboxRow
from services.outbox.publish_message import PublishMessage
from services.ports.monitor import Monitor
from services.reconcile.difference import Difference, Differing
from services.requests.kinds import KINDS
from services.requests.request_kind import RequestKind
from services.unit_of_work import Unit, UnitFactory

KEYS_AT_ONCE = 500
# By the machine's clock: its start has left, and the first job comes after it.
BEGINS_WITHIN = timedelta(minutes=10)


def find_lost_requests(make_unit: UnitFactory, monitor: Monitor) -> Iterator[Differing]:
    """Their cases may be closed: a review goes on after the archive. By the process, or the id of one that has none."""
    for kind in [kind for kind in KINDS.values() if kind.has_own_process]:
        table, after = kind.table, ""
        while True:
            query = (
                select(table.process_instance_key, table.complaint_id, table.id)
                .where(table.state == RequestState.OPEN, table.process_instance_key > after)
                .order_by(table.process_instance_key)
                .limit(KEYS_AT_ONCE)
            )
            with make_unit().reading() as unit:
                found = unit.session.execute(query).all()
            cases = {str(key): case for key, case, _ in found}
            if cases:
                own = {str(key): request_id for key, _, request_id in found}
                for key in sorted(cases.keys() - _list_known(own, kind.opening.id_name, monitor)):
                    yield Differing(cases[key], Difference.REQUEST_UNKNOWN, key)
                after = max(cases)
            if len(cases) < KEYS_AT_ONCE:
                break
        with make_unit().reading() as unit:
            unbegun = list_unbegun(kind, unit)
        for request_id, case in unbegun.items():
            yield Differing(case, Difference.REQUEST_UNKNOWN, request_id)


def _list_known(own: Mapping[str, str], name: str, monitor: Monitor) -> set[str]:
    """Those of the keys under which the engine has an instance that does not name another request than ours.

    An engine of another office has given out the same keys.
    """
    there = [one.key for one in monitor.list_instances({"processInstanceKey": {"$in": list(own)}})]
    named = monitor.map_values(name, there) if there else {}
    return {key for key in there if named.get(key, own[key]) == own[key]}


def list_unbegun(kind: RequestKind, unit: Unit) -> dict[str, str]:
    """The case by the id of each open request whose process has not begun, and whose start is neither to be told nor was just."""
    query = select(kind.table.id, kind.table.complaint_id).where(
        kind.table.state == RequestState.OPEN, kind.table.process_instance_key.is_(None)
    )
    cases = {request_id: case for request_id, case in unit.session.execute(query)}
    if not cases:
        return {}
    lately = unit.ports.system_clock.now() - BEGINS_WITHIN
    starts = select(OutboxRow.payload).where(
        OutboxRow.subject.in_([f"{PublishMessage.SUBJECT}:{request_id}" for request_id in cases]),
        OutboxRow.kind == PublishMessage.KIND,
        or_(OutboxRow.sent_at.is_(None), OutboxRow.sent_at >= lately),
    )
    begins = {
        payload.get("correlation_key")
        for payload in unit.session.scalars(starts)
        if payload.get("name") == kind.opening.message
    }
    return {request_id: case for request_id, case in cases.items() if request_id not in begins}
