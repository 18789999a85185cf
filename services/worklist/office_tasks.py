"""User tasks of the office, which pages decide and no case has: they come from the engine and leave with the decision.

What each kind of thing says of its tasks is its keeper; the rows are `office_task`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import delete, select

from bpmn.pages import READ_BY_PAGE, is_page_of
from models.ground.errors import NotFound
from models.ledger.outbox import OutboxRow
from models.office.office_task import OfficeTask
from services.outbox.complete_user_task import ENDED_STATES, CompleteUserTask, key_of_completion
from services.ports.engine import EngineTask, InstanceEnd, ProcessEngine
from services.unit_of_work import Unit, UnitFactory
from services.worklist.measure_tasks import MeasureKeeper
from services.worklist.office_keeper import Judged, OfficeKeeper, Verdict
from services.worklist.study_tasks import StudyKeeper
from services.worklist.summary_tasks import SummaryKeeper

CREATED = "CREATED"
# The kinds of things that pages of the office decide, in the order in which their rows are locked.
KEEPERS: Final[tuple[OfficeKeeper, ...]] = (SummaryKeeper(), StudyKeeper(), MeasureKeeper())
_KEEPER_OF: Final = {page: keeper for keeper in KEEPERS for page in keeper.pages}
# Made once, since it is asked five times a second.
_ROWS: Final = select(OfficeTask)
_IS_OVER = ENDED_STATES | {"COMPLETED"}
Named = tuple[str | None, EngineTask]


@dataclass(frozen=True, slots=True)
class OfficeTasks:
    """What the engine shows otherwise than our rows. `unplaced`: tasks, each with the id of what it is about, if it has one.

    `ended` are instances that ended while something waited in them, and how, `gone` tasks of ours that ended, `open_keys` all
    tasks of the office that are open.
    """

    unplaced: tuple[Named, ...] = ()
    ended: Mapping[str, InstanceEnd] = field(default_factory=dict)
    gone: frozenset[str] = frozenset()
    open_keys: frozenset[str] = frozenset()

    def __len__(self) -> int:
        """How many changes there are."""
        return len(self.unplaced) + len(self.ended) + len(self.gone)


def is_of_the_office(task: EngineTask) -> bool:
    """Whether a page of the office decides it, under whatever id its owner drew it: no case has it."""
    return is_page_of(task.page, task.process_id)


def find_office_tasks(
    listed: Sequence[EngineTask], make_unit: UnitFactory, engine: ProcessEngine
) -> OfficeTasks:
    """The difference at this look; OutsideUnavailable while the engine is away. Nothing is asked where nothing waits."""
    tasks = {task.user_task_key: task for task in listed if is_of_the_office(task) and task.state == CREATED}
    with make_unit().reading() as unit:
        known = {row.user_task_key: row.process_instance_key for row in unit.session.scalars(_ROWS)}
        waiting = frozenset[str]().union(*(keeper.list_waiting(unit) for keeper in KEEPERS))
        told = _list_told(tasks, unit)
    named = [
        found for key in sorted(tasks.keys() - known.keys() - told) for found in _name(tasks[key], engine)
    ]
    shown = {task.user_task_key for task in listed}
    gone = [key for key in sorted(known.keys() - shown) if engine.find_user_task_state(key) in _IS_OVER]
    # A search that lags may not show a task yet; where its instance ended there is none.
    unseen = sorted(waiting - {instance for key, instance in known.items() if key in tasks})
    ended = engine.list_ended_instances(unseen) if unseen else {}
    found = OfficeTasks(tuple(named), ended, frozenset(gone), frozenset(tasks))
    return _leave(found, make_unit) if named else found


def _name(task: EngineTask, engine: ProcessEngine) -> list[Named]:
    """The task with what it is about, None where an owner's diagram does not say so; none for one that ended meanwhile."""
    try:
        found = engine.list_effective_variables(task.user_task_key).get(READ_BY_PAGE[str(task.page)])
    except NotFound:
        return []
    return [(found if isinstance(found, str) else None, task)]


def _leave(found: OfficeTasks, make_unit: UnitFactory) -> OfficeTasks:
    """Without those that are left alone: nothing is written for them at each look."""
    with make_unit().reading() as unit:
        kept = [named for named in found.unplaced if _judge(named, found, unit).verdict is not Verdict.LEAVE]
    return OfficeTasks(tuple(kept), found.ended, found.gone, found.open_keys)


def _judge(named: Named, found: OfficeTasks, unit: Unit) -> Judged:
    subject_id, task = named
    keeper = _KEEPER_OF[str(task.page)]
    judged = keeper.judge(subject_id, task, unit)
    if judged.verdict is not Verdict.LIST:
        return judged
    others = select(OfficeTask.user_task_key).where(
        OfficeTask.subject_id == subject_id, OfficeTask.page == task.page
    )
    is_second = any(key in found.open_keys for key in unit.session.scalars(others))
    return Judged(keeper.of_second) if is_second else judged


def _list_told(keys: Collection[str], unit: Unit) -> set[str]:
    """Tasks that the engine was, or will be, told to complete."""
    if not keys:
        return set()
    by_key = {key_of_completion(key): key for key in keys}
    query = select(OutboxRow.dedupe_key).where(OutboxRow.dedupe_key.in_(by_key))
    return {by_key[key] for key in unit.session.scalars(query)}


def place(found: OfficeTasks, unit: Unit) -> None:
    """Bring each task to the thing that waits for it, and complete those in which nothing waits any more.

    What waited in an instance that ended without a decision waits in none.
    """
    if not found:
        return
    # Held until all is judged: what nobody holds is asked for anew.
    _held = _lock(found, unit)
    if found.gone:
        unit.session.execute(delete(OfficeTask).where(OfficeTask.user_task_key.in_(found.gone)))
    for named in found.unplaced:
        subject_id, task = named
        judged = _judge(named, found, unit)
        if judged.verdict is Verdict.END:
            _complete(task.user_task_key, {}, unit)
        elif judged.verdict is Verdict.LIST and subject_id is not None:
            _list(subject_id, task, judged, unit)
    if found.ended:
        for keeper in KEEPERS:
            keeper.let_go(found.ended, unit)


def let_go_of_lost(instances: Collection[str], unit: Unit) -> None:
    """As of instances that were cancelled, where the engine has lost them: what waited there begins anew, or is free to."""
    ended = dict.fromkeys(instances, InstanceEnd.CANCELLED)
    _held = [row for keeper in KEEPERS for row in keeper.lock((), ended, unit)]
    unit.session.execute(delete(OfficeTask).where(OfficeTask.process_instance_key.in_(ended)))
    for keeper in KEEPERS:
        keeper.let_go(ended, unit)


def _lock(found: OfficeTasks, unit: Unit) -> list[object]:
    rows: list[object] = []
    for keeper in KEEPERS:
        about = {
            subject_id for subject_id, task in found.unplaced if subject_id and task.page in keeper.pages
        }
        if about or found.ended:
            rows += keeper.lock(about, found.ended, unit)
    return rows


def _list(subject_id: str, task: EngineTask, judged: Judged, unit: Unit) -> None:
    """In place of one that was interrupted, if there is any."""
    earlier = delete(OfficeTask).where(OfficeTask.subject_id == subject_id, OfficeTask.page == task.page)
    unit.session.execute(earlier)
    row = OfficeTask(user_task_key=task.user_task_key, process_instance_key=task.process_instance_key)
    row.page, row.subject_id, row.since = str(task.page), subject_id, task.created_at
    row.candidate_groups, row.unit, row.due_at = list(task.candidate_groups), judged.unit, judged.due_at
    unit.session.add(row)
    unit.session.flush()


def find_task(page: str, subject_id: str, unit: Unit) -> OfficeTask | None:
    """The open task in which this waits; None while no look has seen one."""
    query = select(OfficeTask).where(OfficeTask.subject_id == subject_id, OfficeTask.page == page)
    return unit.session.scalar(query)


def end_task(
    page: str, subject_id: str, unit: Unit, *, variables: Mapping[str, object] | None = None
) -> None:
    """In the commit of a decision: its task is completed with these variables. Nothing where no look has seen it yet."""
    row = find_task(page, subject_id, unit)
    if row is not None:
        _complete(row.user_task_key, variables or {}, unit)
        unit.session.delete(row)


def _complete(user_task_key: str, variables: Mapping[str, object], unit: Unit) -> None:
    message = CompleteUserTask(user_task_key=user_task_key, variables=variables)
    unit.outbox.add(message, key_of_completion(user_task_key))
