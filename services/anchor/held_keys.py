"""The newest keys that the office holds as the engine's: a store that does not know them is older, lost or another one."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, select

from models.case.case_run import CaseRun
from models.case.complaint import Complaint
from models.case.lifecycle import Stage, TaskState
from models.case.task import Task
from models.ground.errors import NotFound
from models.ledger.inbox import InboxRow
from services.ports.engine import ProcessEngine, partition_of
from services.ports.monitor import Monitor
from services.unit_of_work import Unit, UnitFactory

# Jobs come from the engine itself, not from its searches. Engines forget what ended longer ago.
LOOKED_BACK = timedelta(days=7)
ROWS_READ = 200


@dataclass(frozen=True, slots=True)
class HeldKeys:
    """Of each kind the newest of each partition among the last 200: open tasks, live roots, tokens of jobs done for these.

    Nothing of what has ended: an engine may forget that at once.
    """

    tasks: tuple[str, ...]
    roots: tuple[str, ...]
    tokens: tuple[str, ...]


def list_held_keys(make_unit: UnitFactory, since: datetime | None) -> HeldKeys:
    """Those that came after `since` (the office's clock), which the present store was accepted at; None: all."""
    with make_unit().reading() as unit:
        return HeldKeys(_tasks(since, unit), _roots(since, unit), _tokens_of_live_roots(since, unit))


def list_newest_tokens(make_unit: UnitFactory) -> list[str]:
    """Keys of the tokens of the newest jobs that were done in a week, one of each partition among the last 200."""
    with make_unit().reading() as unit:
        week = unit.clock.now() - LOOKED_BACK
        query = select(InboxRow.element_instance_key).where(InboxRow.done_at >= week)
        return list(_newest(query, unit))


def are_tokens_shown(keys: Collection[str], monitor: Monitor) -> bool:
    """Whether the searches know each of the tokens; else they are behind, or the store is not the one that gave them out."""
    return all(_is_token_shown(key, monitor) for key in keys)


def are_held_keys_shown(held: HeldKeys, engine: ProcessEngine, monitor: Monitor) -> bool:
    """Whether the searches know them all. OutsideUnavailable while the engine is away."""
    known = monitor.list_instances({"processInstanceKey": {"$in": list(held.roots)}}) if held.roots else ()
    if {one.key for one in known} != set(held.roots):
        return False
    if any(engine.find_user_task_state(key) is None for key in held.tasks):
        return False
    return are_tokens_shown(held.tokens, monitor)


def names_a_case_of_ours(make_unit: UnitFactory, monitor: Monitor) -> bool:
    """Whether a live root of an open case is there and names that case: keys alone prove nothing."""
    with make_unit().reading() as unit:
        rows = unit.session.execute(
            select(CaseRun.process_instance_key, CaseRun.complaint_id)
            .join(Complaint, Complaint.id == CaseRun.complaint_id)
            .where(
                CaseRun.process_instance_key.is_not(None),
                CaseRun.ended_at.is_(None),
                Complaint.stage != Stage.ARCHIVED,
            )
            .limit(ROWS_READ)
        )
        cases = {key: case for key, case in rows if key}
    told = monitor.map_values("complaint_id", sorted(cases)) if cases else {}
    return any(told.get(key) == case for key, case in cases.items())


def _tasks(since: datetime | None, unit: Unit) -> tuple[str, ...]:
    query = select(Task.user_task_key).where(Task.state == TaskState.OPEN)
    if since is not None:
        query = query.where(Task.created_at >= since)
    newest = query.order_by(Task.created_at.desc(), Task.user_task_key.desc()).limit(ROWS_READ)
    return _one_a_partition(unit.session.scalars(newest))


def _roots(since: datetime | None, unit: Unit) -> tuple[str, ...]:
    query = (
        select(CaseRun.process_instance_key)
        .join(Complaint, Complaint.id == CaseRun.complaint_id)
        .where(
            CaseRun.process_instance_key.is_not(None),
            CaseRun.ended_at.is_(None),
            Complaint.stage != Stage.ARCHIVED,
        )
    )
    if since is not None:
        query = query.where(CaseRun.started_at >= since)
    newest = query.order_by(CaseRun.started_at.desc(), CaseRun.process_instance_key.desc()).limit(ROWS_READ)
    return _one_a_partition(key for key in unit.session.scalars(newest) if key)


def _tokens_of_live_roots(since: datetime | None, unit: Unit) -> tuple[str, ...]:
    query = (
        select(InboxRow.element_instance_key)
        .join(CaseRun, CaseRun.process_instance_key == InboxRow.process_instance_key)
        .join(Complaint, Complaint.id == CaseRun.complaint_id)
        .where(CaseRun.ended_at.is_(None), Complaint.stage != Stage.ARCHIVED)
    )
    return _newest(query if since is None else query.where(InboxRow.done_at >= since), unit)


def _newest(query: Select[str], unit: Unit) -> tuple[str, ...]:
    newest = query.order_by(InboxRow.done_at.desc(), InboxRow.job_key.desc()).limit(ROWS_READ)
    return _one_a_partition(unit.session.scalars(newest))


def _one_a_partition(keys: Iterable[str]) -> tuple[str, ...]:
    newest: dict[int, str] = {}
    for key in keys:
        newest.setdefault(partition_of(key), key)
    return tuple(newest.values())


def _is_token_shown(key: str, monitor: Monitor) -> bool:
    try:
        monitor.get_element_instance(key)
    except NotFound:
        # A job of a whole instance: some engines list no token for it.
        return bool(monitor.list_instances({"processInstanceKey": {"$in": [key]}}))
    return True
