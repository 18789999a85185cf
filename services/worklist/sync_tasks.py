"""Keeps our projection of the engine's open user tasks: new ones appear, ended ones leave. Read by lists and submissions.

The search is eventually consistent, so a row ends only when the engine says of that very task that it has ended.
"""

from dataclasses import dataclass

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.lifecycle import TaskState
from models.case.task import Task
from models.office.deployed_form import DeployedForm
from services.actor import SYSTEM
from services.forms.keep_form import keep_form
from services.outbox.assign_user_task import find_just_told
from services.ports.engine import EngineForm, EngineTask, ProcessEngine
from services.tasks.registry import TASKS
from services.unit_of_work import Unit, UnitFactory
from services.worklist.arbitration_clocks import list_untimed, time_arbitrations
from services.worklist.clock_of_task import find_clock_of_task
from services.worklist.office_tasks import CREATED, find_office_tasks, is_of_the_office, place
from services.worklist.reassign_tasks import list_misplaced, reassign
from services.worklist.relations_of_handlers import ask_about_handlers, list_unasked

ENDED_STATES = frozenset({"COMPLETED", "CANCELED", "FAILED"})

# A task that an owner drew has no name in the message catalogue, only the one on the diagram.
NAME = "name"


# Made once each, since they are asked five times a second.
_OPEN_TASKS = select(Task.user_task_key, Task.assignee, Task.state).where(
    Task.state.in_([TaskState.OPEN, TaskState.SUBMITTED])
)
_FORMS = select(DeployedForm.form_key, DeployedForm.form_id, DeployedForm.version)


@dataclass(frozen=True, slots=True)
class _Known:
    """What the projection holds before the engine is asked."""

    assignees: dict[str, str | None]
    open_keys: frozenset[str]
    forms: dict[str, tuple[str, int]]


@dataclass(frozen=True, slots=True)
class _NewTask:
    """A task of the engine with what its row needs."""

    task: EngineTask
    complaint_id: str
    form: EngineForm | None
    details: dict[str, object]


def sync_tasks_step(make_unit: UnitFactory, engine: ProcessEngine) -> int:
    """One round; returns how many rows changed. OutsideUnavailable when the engine is away; the rows stay as they are."""
    known = _read_known(make_unit)
    listed = engine.list_open_user_tasks()
    new = _list_new(listed, known, make_unit, engine)
    moved = _list_moved(listed, known, make_unit)
    listed_keys = {task.user_task_key for task in listed}
    ended = {
        key: state
        for key in known.open_keys - listed_keys
        if (state := engine.find_user_task_state(key)) in ENDED_STATES
    }
    misplaced = list_misplaced(make_unit)
    untimed = list_untimed(make_unit)
    unasked = list_unasked(make_unit)
    of_the_office = find_office_tasks(listed, make_unit, engine)
    if not (new or moved or ended or misplaced or untimed or unasked or of_the_office):
        return 0
    with make_unit() as unit:
        # Before anything comes on the trail: whoever decides on a page locks its row first and the trail then.
        place(of_the_office, unit)
        for found in new:
            _insert(found, known, unit)
        for task in moved:
            unit.session.get_one(Task, task.user_task_key).assignee = task.assignee
        for key, state in ended.items():
            _end(key, str(state), unit)
        reassign(misplaced, unit)
        time_arbitrations(untimed, unit)
        ask_about_handlers(unasked, unit)
    return sum(len(rows) for rows in (new, moved, ended, misplaced, untimed, unasked, of_the_office))


def _list_new(
    listed: list[EngineTask], known: _Known, make_unit: UnitFactory, engine: ProcessEngine
) -> list[_NewTask]:
    """Without tasks of cases that are not on file and without those whose row has ended here already.

    Either may stay in the engine for long: it is no work, and a round that finds nothing else rests.
    """
    found = [
        new
        for task in listed
        if task.state == CREATED and task.user_task_key not in known.assignees and not is_of_the_office(task)
        for new in _describe(task, known, engine)
    ]
    if not found:
        return []
    with make_unit().reading() as unit:
        return [new for new in found if _is_to_come(new, unit)]


def _is_to_come(found: _NewTask, unit: Unit) -> bool:
    # A search that lags may list a task whose row has ended here already.
    return (
        unit.session.get(Complaint, found.complaint_id) is not None
        and unit.session.get(Task, found.task.user_task_key) is None
    )


def _list_moved(listed: list[EngineTask], known: _Known, make_unit: UnitFactory) -> list[EngineTask]:
    """Open tasks whose assignee the engine shows otherwise, but not who was before it was told of another a moment ago."""
    moved = [
        task
        for task in listed
        if task.state == CREATED
        and task.user_task_key in known.open_keys
        and task.assignee != known.assignees[task.user_task_key]
    ]
    told = find_just_told([task.user_task_key for task in moved], make_unit)
    return [task for task in moved if told.get(task.user_task_key, task.assignee) == task.assignee]


def _read_known(make_unit: UnitFactory) -> _Known:
    with make_unit().reading() as unit:
        rows = unit.session.execute(_OPEN_TASKS).all()
        forms = unit.session.execute(_FORMS).all()
    return _Known(
        assignees={row.user_task_key: row.assignee for row in rows},
        open_keys=frozenset(row.user_task_key for row in rows if row.state is TaskState.OPEN),
        forms={row.form_key: (row.form_id, row.version) for row in forms},
    )


def _describe(task: EngineTask, known: _Known, engine: ProcessEngine) -> list[_NewTask]:
    variables = engine.list_effective_variables(task.user_task_key)
    complaint_id = variables.get("complaint_id")
    if not isinstance(complaint_id, str):
        # A task of somebody else's process: it belongs to no complaint and to no list of ours.
        return []
    is_new_form = task.form_key is not None and task.form_key not in known.forms
    form = engine.find_user_task_form(task.user_task_key) if is_new_form else None
    known_task = TASKS.get(task.element_id)
    kept = known_task.kept_variables if known_task is not None else ()
    details = {name: variables[name] for name in kept if name in variables}
    if task.name is not None:
        details[NAME] = task.name
    return [_NewTask(task, complaint_id, form, details)]


def _insert(found: _NewTask, known: _Known, unit: Unit) -> None:
    task = found.task
    # Another process may have been faster, or the case destroyed meanwhile.
    if not _is_to_come(found, unit):
        return
    complaint = unit.session.get_one(Complaint, found.complaint_id)
    if found.form is not None:
        keep_form(found.form, unit)
    form_id, version = _form_of(found, known, unit)
    clock_id = find_clock_of_task(task.element_id, task.process_instance_key, complaint.id, unit)
    unit.session.add(
        Task(
            user_task_key=task.user_task_key,
            complaint_id=complaint.id,
            element_id=task.element_id,
            process_instance_key=task.process_instance_key,
            form_id=form_id,
            form_version=version,
            candidate_groups=list(task.candidate_groups),
            assignee=task.assignee,
            state=TaskState.OPEN,
            clock_id=clock_id,
            details=found.details,
            created_at=task.created_at,
        )
    )
    unit.session.flush()
    unit.trail.add(complaint.id, "task.created", {"element_id": task.element_id}, SYSTEM)


def _form_of(found: _NewTask, known: _Known, unit: Unit) -> tuple[str | None, int | None]:
    if found.form is not None:
        # Not always the engine's number: one that lost its store counts versions anew.
        kept = unit.session.get_one(DeployedForm, found.form.form_key)
        return kept.form_id, kept.version
    if found.task.form_key is None:
        return None, None
    return known.forms[found.task.form_key]


def _end(user_task_key: str, state: str, unit: Unit) -> None:
    task = unit.session.get(Task, user_task_key, with_for_update=True)
    if task is None or task.state is not TaskState.OPEN:
        return
    task.state = TaskState.CANCELLED
    task.ended_at, task.end_reason = unit.clock.now(), f"ENGINE_{state}"
    unit.trail.add(
        task.complaint_id, "task.ended_elsewhere", {"element_id": task.element_id, "reason": state}, SYSTEM
    )
