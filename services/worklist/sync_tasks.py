"""Keeps our projection of the engine's open user tasks: new ones appear, ended ones leave. Read by lists and submissions.

The search is eventually consistent, so a row ends only when the engine says of that very task that it has ended.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.lifecycle import TaskState
from models.case.task import Task
from models.ground.away import AWAY
from models.ground.errors import OutsideUnavailable
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
from services.worklist.same_task import leave_others
from services.worklist.unentered import Unentered

ENDED_STATES = frozenset({"COMPLETED", "CANCELED", "FAILED"})
# Tasks are asked for five times a second; what could not be taken in is not tried each time.
REST = timedelta(seconds=10)
KEYS_AT_ONCE = 500

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


@dataclass(frozen=True, slots=True)
class _Change:
    """What differs, to be written with the rest or by itself; `user_task_key` where it is of one task that is listed."""

    write: Callable[[Unit], None]
    number: int = 1
    user_task_key: str = ""


def sync_tasks_step(make_unit: UnitFactory, engine: ProcessEngine, unentered: Unentered | None = None) -> int:
    """One round; returns how many rows changed. OutsideUnavailable when the engine is away; the rows stay as they are.

    All in one transaction. Where that fails each by itself, so that a task which cannot be taken in keeps no other out.
    """
    unentered = Unentered() if unentered is None else unentered
    known = _read_known(make_unit)
    changes = _list_changes(engine, known, make_unit, unentered)
    if not changes:
        return 0
    try:
        with make_unit() as unit:
            for change in changes:
                change.write(unit)
    except AWAY:
        raise
    except Exception:
        return _write_each(changes, make_unit, unentered)
    return sum(change.number for change in changes)


def _write_each(changes: list[_Change], make_unit: UnitFactory, unentered: Unentered) -> int:
    """How many rows changed; raises at the end what the first raised that is of no single task, and at once what is away."""
    done, faults = 0, list[Exception]()
    for change in changes:
        unit_of_work = make_unit()
        try:
            with unit_of_work as unit:
                change.write(unit)
        except AWAY:
            raise
        except Exception as fault:
            if change.user_task_key:
                until = unit_of_work.ports.system_clock.now() + REST
                unentered.note(change.user_task_key, fault, until)
            else:
                faults.append(fault)
        else:
            done += change.number
    if faults:
        raise faults[0]
    return done


def _list_changes(
    engine: ProcessEngine, known: _Known, make_unit: UnitFactory, unentered: Unentered
) -> list[_Change]:
    listed = engine.list_open_user_tasks()
    tried = unentered.leave(listed, make_unit().ports.system_clock.now())
    unknown = _leave_ended(_list_unknown(tried, known), make_unit)
    new = _leave_strangers(_list_new(unknown, known, engine, unentered), make_unit)
    moved = _list_moved(tried, known, make_unit)
    listed_keys = {task.user_task_key for task in listed}
    ended = {
        key: str(state)
        for key in known.open_keys - listed_keys
        if (state := engine.find_user_task_state(key)) in ENDED_STATES
    }
    misplaced, untimed, unasked = list_misplaced(make_unit), list_untimed(make_unit), list_unasked(make_unit)
    of_the_office = find_office_tasks(listed, make_unit, engine)
    changes = [
        # Before anything comes on the trail: whoever decides on a page locks its row first and the trail then.
        _Change(partial(place, of_the_office), len(of_the_office)),
        *(_Change(partial(_insert, found, known), 1, found.task.user_task_key) for found in new),
        *(_Change(partial(_move, task), 1, task.user_task_key) for task in moved),
        *(_Change(partial(_end, key, state)) for key, state in ended.items()),
        _Change(partial(reassign, misplaced), len(misplaced)),
        _Change(partial(time_arbitrations, untimed), len(untimed)),
        _Change(partial(ask_about_handlers, unasked), len(unasked)),
    ]
    return [change for change in changes if change.number]


def _list_unknown(listed: list[EngineTask], known: _Known) -> list[EngineTask]:
    return [
        task
        for task in listed
        if task.state == CREATED and task.user_task_key not in known.assignees and not is_of_the_office(task)
    ]


def _leave_ended(unknown: list[EngineTask], make_unit: UnitFactory) -> list[EngineTask]:
    """Without those whose row has ended here: the engine may wait for one for good, and is not asked for it at every look."""
    ended: set[str] = set()
    keys = [task.user_task_key for task in unknown]
    for start in range(0, len(keys), KEYS_AT_ONCE):
        rows = select(Task.user_task_key).where(Task.user_task_key.in_(keys[start : start + KEYS_AT_ONCE]))
        with make_unit().reading() as unit:
            ended |= set(unit.session.scalars(rows))
    return [task for task in unknown if task.user_task_key not in ended]


def _list_new(
    unknown: list[EngineTask], known: _Known, engine: ProcessEngine, unentered: Unentered
) -> list[_NewTask]:
    """What the engine cannot describe, as one whose form its search does not have yet, is asked for again at the next look."""
    new: list[_NewTask] = []
    for task in unknown:
        try:
            new += _describe(task, known, engine)
        except OutsideUnavailable:
            raise
        except Exception as fault:
            unentered.note(task.user_task_key, fault)
    return new


def _move(task: EngineTask, unit: Unit) -> None:
    unit.session.get_one(Task, task.user_task_key).assignee = task.assignee


def _leave_strangers(found: list[_NewTask], make_unit: UnitFactory) -> list[_NewTask]:
    """Without tasks of cases that are not on file.

    They may stay in the engine for long: it is no work, and a round that finds nothing else rests.
    """
    if not found:
        return []
    with make_unit().reading() as unit:
        return [one for one in found if _is_to_come(one, unit)]


def _is_to_come(found: _NewTask, unit: Unit) -> bool:
    # A search that lags may list a task whose row has ended here already. Another task under its key has no row to come into:
    # what was submitted to the first is on record under it (ADR 0366).
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
    moved = leave_others(moved, make_unit)
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
