"""Deletes answers of jobs and messages that were sent, once nothing can ask for them again: never by their age alone.

The engine hands a job out again as long as it has it. So a row goes only when the engine's search has deleted, or never
knew, its process instance, a day after it was done. A search that lags, an engine that is away and one that has
begun nothing since prove nothing: then everything stays.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, select, update
from sqlalchemy.orm import InstrumentedAttribute

from models.beside.side_request import SideRequest
from models.case.case_run import CaseRun
from models.case.lifecycle import RequestState
from models.case.task import Task
from models.ground.errors import NotFound
from models.ledger.inbox import InboxRow
from models.ledger.outbox import OutboxRow
from services.ports.monitor import Monitor
from services.requests.kinds import KINDS
from services.retention.policy import LEDGER_OF_JOBS
from services.unit_of_work import Unit, UnitFactory

# Instances and cases of one look, and rows of one commit.
INSTANCES_AT_ONCE = 200
CASES_AT_ONCE = 50
UNNAMED_AT_ONCE = 50
ROWS_AT_ONCE = 500


@dataclass(slots=True)
class Place:
    """Up to which instance and case the rounds of this process have looked; they begin anew at the end."""

    instance: str = ""
    case: str = ""


@dataclass(frozen=True, slots=True)
class _Until:
    """Rows done before these moments are old enough: by the office's clock, and by the machine's."""

    office: datetime
    machine: datetime


def sweep_ledger(make_unit: UnitFactory, monitor: Monitor, place: Place) -> int:
    """One round; how many rows went. OutsideUnavailable, and nothing goes, while the engine is away."""
    until = _find_until(make_unit, monitor)
    if until is None:
        return 0
    return (
        _name_instances(make_unit, monitor, until)
        + _sweep_inbox(make_unit, monitor, until, place)
        + _sweep_outbox(make_unit, monitor, until, place)
    )


def _find_until(make_unit: UnitFactory, monitor: Monitor) -> _Until | None:
    """A day ago; or a day before the newest beginning that the search shows, which has seen all of before."""
    newest = monitor.search_instances(limit=1).items
    if not newest:
        return None
    with make_unit().reading() as unit:
        seen = min(unit.clock.now(), newest[0].started_at)
        return _Until(LEDGER_OF_JOBS.until(seen), LEDGER_OF_JOBS.until(unit.ports.system_clock.now()))


def _list_known(monitor: Monitor, keys: Collection[str]) -> set[str]:
    """Those of these instances that the engine still has, running or ended."""
    asked, known = sorted(keys), set[str]()
    for start in range(0, len(asked), INSTANCES_AT_ONCE):
        part = asked[start : start + INSTANCES_AT_ONCE]
        found = monitor.search_instances({"processInstanceKey": {"$in": part}}, limit=len(part))
        known |= {instance.key for instance in found.items}
    return known


def _name_instances(make_unit: UnitFactory, monitor: Monitor, until: _Until) -> int:
    """Rows of an earlier release do not say their instance: ask for that of their token, which goes with it."""
    with make_unit().reading() as unit:
        unnamed = unit.session.execute(
            select(InboxRow.job_key, InboxRow.element_instance_key)
            .where(InboxRow.process_instance_key.is_(None), InboxRow.done_at < until.office)
            .limit(UNNAMED_AT_ONCE)
        ).all()
    named, gone = dict[str, str](), list[str]()
    for job_key, element_instance_key in unnamed:
        try:
            named[job_key] = monitor.get_instance_key_of_element(element_instance_key)
        except NotFound:
            gone.append(job_key)
    if unnamed:
        with make_unit() as unit:
            for job_key, instance in named.items():
                unit.session.execute(
                    update(InboxRow).where(InboxRow.job_key == job_key).values(process_instance_key=instance)
                )
            unit.session.execute(delete(InboxRow).where(InboxRow.job_key.in_(gone)))
    return len(gone)


def _sweep_inbox(make_unit: UnitFactory, monitor: Monitor, until: _Until, place: Place) -> int:
    with make_unit().reading() as unit:
        instances = unit.session.scalars(
            select(InboxRow.process_instance_key)
            .where(InboxRow.process_instance_key > place.instance, InboxRow.done_at < until.office)
            .group_by(InboxRow.process_instance_key)
            .order_by(InboxRow.process_instance_key)
            .limit(INSTANCES_AT_ONCE)
        ).all()
    asked = [key for key in instances if key is not None]
    gone = set(asked) - _list_known(monitor, asked)
    rows = select(InboxRow.job_key).where(
        InboxRow.process_instance_key.in_(sorted(gone)), InboxRow.done_at < until.office
    )
    went = _delete(InboxRow.job_key, rows, make_unit) if gone else 0
    place.instance = asked[-1] if len(asked) == INSTANCES_AT_ONCE else ""
    return went


def _sweep_outbox(make_unit: UnitFactory, monitor: Monitor, until: _Until, place: Place) -> int:
    sent = (OutboxRow.sent_at < until.machine, OutboxRow.created_at < until.office)
    with make_unit().reading() as unit:
        cases = unit.session.scalars(
            select(OutboxRow.complaint_id)
            .where(OutboxRow.complaint_id > place.case, *sent)
            .group_by(OutboxRow.complaint_id)
            .order_by(OutboxRow.complaint_id)
            .limit(CASES_AT_ONCE)
        ).all()
        asked = [case for case in cases if case is not None]
        instances = {case: _list_instances(case, unit) for case in asked}
    known = _list_known(monitor, {key for keys in instances.values() if keys for key in keys})
    done = [case for case, keys in instances.items() if keys is not None and not known & keys]
    rows = select(OutboxRow.id).where(OutboxRow.complaint_id.in_(done), *sent)
    went = _delete(OutboxRow.id, rows, make_unit) if done else 0
    place.case = asked[-1] if len(asked) == CASES_AT_ONCE else ""
    return went


def _delete(key: InstrumentedAttribute[Any], rows: Select[Any], make_unit: UnitFactory) -> int:
    """Delete the rows whose `key` is selected, in commits of a bounded length; how many went."""
    went = 0
    while True:
        with make_unit() as unit:
            keys = unit.session.scalars(rows.limit(ROWS_AT_ONCE)).all()
            unit.session.execute(delete(key.class_).where(key.in_(keys)))
        went += len(keys)
        if len(keys) < ROWS_AT_ONCE:
            return went


def _list_instances(complaint_id: str, unit: Unit) -> set[str] | None:
    """Every instance that works or worked for a case; None while a run or an open request has none or has not ended."""
    runs = unit.session.execute(
        select(CaseRun.process_instance_key, CaseRun.ended_at).where(CaseRun.complaint_id == complaint_id)
    ).all()
    if any(ended_at is None for _, ended_at in runs):
        return None
    keys = {key for key, _ in runs}
    keys |= set(unit.session.scalars(_own_of(Task, complaint_id)))
    for kind in KINDS.values():
        if kind.has_own_process:
            keys |= set(unit.session.scalars(_own_of(kind.table, complaint_id)))
            not_begun = (kind.table.process_instance_key.is_(None), kind.table.state == RequestState.OPEN)
            waiting = select(kind.table.id).where(kind.table.complaint_id == complaint_id, *not_begun)
            if unit.session.scalars(waiting.limit(1)).first() is not None:
                return None
    return {key for key in keys if key is not None}


def _own_of(table: type[Task | SideRequest], complaint_id: str) -> Select[str | None]:
    return select(table.process_instance_key).where(table.complaint_id == complaint_id).distinct()
