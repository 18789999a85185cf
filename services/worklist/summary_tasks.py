"""User tasks about a periodic summary: which task a summary waits in, and the end of those that nothing waits in any more.

They are of the office and of no case, so they stand in the row of their summary and in no row of `task`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select

from bpmn.pages import PAGES, READ_BY_PAGE, SUMMARY_PAGE
from models.ground.errors import NotFound
from models.ground.summary_codes import SummaryState
from models.ledger.outbox import OutboxRow
from models.office.periodic_summary import PeriodicSummary
from services.outbox.complete_user_task import CompleteUserTask, key_of_completion
from services.ports.engine import EngineTask, ProcessEngine
from services.unit_of_work import Unit, UnitFactory

CREATED = "CREATED"


@dataclass(frozen=True, slots=True)
class SummaryTasks:
    """What the engine shows otherwise than our rows. `unplaced`: tasks, each with the id of its summary, if it has one.

    `ended` are instances that ended while a summary waited in them, `open_keys` all tasks of summaries that are open.
    """

    unplaced: tuple[tuple[str | None, EngineTask], ...]
    ended: frozenset[str]
    open_keys: frozenset[str]

    def __len__(self) -> int:
        """How many changes there are."""
        return len(self.unplaced) + len(self.ended)


def is_of_the_office(task: EngineTask) -> bool:
    """Whether a page of the office decides it, under whatever id its owner drew it: no case has it."""
    return task.page is not None and task.page == PAGES.get(task.process_id)


def find_summary_tasks(
    listed: Sequence[EngineTask], make_unit: UnitFactory, engine: ProcessEngine
) -> SummaryTasks:
    """The difference at this look; OutsideUnavailable while the engine is away. Nothing is asked where nothing waits."""
    tasks = {task.user_task_key: task for task in listed if is_of_the_office(task) and task.state == CREATED}
    with make_unit().reading() as unit:
        waiting = unit.session.execute(
            select(PeriodicSummary.waiting_in, PeriodicSummary.task_key).where(
                PeriodicSummary.waiting_in.is_not(None)
            )
        ).all()
        told = _list_told(tasks, unit)
    unknown = sorted(tasks.keys() - {row.task_key for row in waiting} - told)
    awaited = {row.waiting_in for row in waiting}
    unplaced = [found for key in unknown for found in _name(tasks[key], awaited, engine)]
    # A search that lags may not show a task yet; where its instance ended there is none.
    unseen = sorted({str(row.waiting_in) for row in waiting if row.task_key not in tasks})
    ended = engine.list_ended_instances(unseen) if unseen else {}
    return SummaryTasks(tuple(unplaced), frozenset(ended), frozenset(tasks))


def _name(
    task: EngineTask, awaited: Collection[str | None], engine: ProcessEngine
) -> list[tuple[str | None, EngineTask]]:
    """The task with its summary; none for a task that ended since it was listed.

    Where an owner's diagram does not say which one it is about, it stays open until nothing is awaited in its instance.
    """
    try:
        found = engine.list_effective_variables(task.user_task_key).get(READ_BY_PAGE[SUMMARY_PAGE])
    except NotFound:
        return []
    if isinstance(found, str):
        return [(found, task)]
    return [] if task.process_instance_key in awaited else [(None, task)]


def _list_told(keys: Collection[str], unit: Unit) -> set[str]:
    """Tasks that the engine was, or will be, told to complete."""
    if not keys:
        return set()
    by_key = {key_of_completion(key): key for key in keys}
    query = select(OutboxRow.dedupe_key).where(OutboxRow.dedupe_key.in_(by_key))
    return {by_key[key] for key in unit.session.scalars(query)}


def place(found: SummaryTasks, unit: Unit) -> None:
    """Keep each task at the summary that waits in its instance; complete those in which nothing waits any more.

    What waited in an instance that ended without a decision waits in none, until the process begins next.
    """
    rows = _lock(found, unit)
    for summary_id, task in found.unplaced:
        row = rows.get(summary_id) if summary_id else None
        is_awaited = (
            row is not None
            and row.waiting_in == task.process_instance_key
            and row.state is SummaryState.PROPOSED
            # An owner's diagram may offer a second one, or another after the first was interrupted.
            and row.task_key not in found.open_keys - {task.user_task_key}
        )
        if row is not None and is_awaited:
            row.task_key, row.task_since = task.user_task_key, task.created_at
        else:
            _complete(task.user_task_key, unit)
    for row in rows.values():
        if row.waiting_in in found.ended:
            row.waiting_in = row.task_key = row.task_since = None


def _lock(found: SummaryTasks, unit: Unit) -> dict[str, PeriodicSummary]:
    """All that this look may change, in the order in which everybody locks them."""
    if not found:
        return {}
    named = [summary_id for summary_id, _ in found.unplaced if summary_id]
    rows = unit.session.scalars(
        select(PeriodicSummary)
        .where(or_(PeriodicSummary.id.in_(named), PeriodicSummary.waiting_in.in_(found.ended)))
        .order_by(PeriodicSummary.begins_on, PeriodicSummary.id)
        .with_for_update()
    )
    return {row.id: row for row in rows}


def end_task(row: PeriodicSummary, unit: Unit) -> None:
    """In the commit of a decision: nothing waits any more. A task that no look has seen yet is completed by the next one."""
    if row.task_key is not None:
        _complete(row.task_key, unit)
    row.waiting_in = row.task_key = row.task_since = None


def _complete(user_task_key: str, unit: Unit) -> None:
    unit.outbox.add(CompleteUserTask(user_task_key=user_task_key), key_of_completion(user_task_key))
