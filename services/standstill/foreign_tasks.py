"""Open tasks of the engine that belong to no case and no page of ours, or have the key of another one: they come into no list."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from models.case.task import Task
from models.office.office_task import OfficeTask
from services.ports.engine import EngineTask, ProcessEngine
from services.standstill.found import Found
from services.standstill.looker import Look
from services.unit_of_work import UnitFactory
from services.worklist.same_task import is_the_same

KEYS_AT_ONCE = 500


def find_foreign_tasks(engine: ProcessEngine, make_unit: UnitFactory, look: Look) -> list[Found]:
    """Those that two looks saw; a task of a case is in our lists long before the second.

    `facts` holds `element_id`, `name` and `process_instance_key`. OutsideUnavailable while the engine is away.
    """
    listed = {task.user_task_key: task for task in engine.list_open_user_tasks()}
    foreign = listed.keys() - _list_ours(listed, make_unit)
    earlier = look.noticed.tasks
    look.noticed.tasks = look.noticed.note(earlier, foreign)
    found = [listed[key] for key in sorted(foreign) if key in earlier]
    return [
        Found(
            task.user_task_key,
            look.began_at(task.created_at, look.noticed.tasks[task.user_task_key]),
            {
                "element_id": task.element_id,
                "name": task.name,
                "process_instance_key": task.process_instance_key,
            },
        )
        for task in found
    ]


def _list_ours(listed: Mapping[str, EngineTask], make_unit: UnitFactory) -> set[str]:
    """Without those that have the key of another task of ours."""
    keys = list(listed)
    parts = [keys[start : start + KEYS_AT_ONCE] for start in range(0, len(keys), KEYS_AT_ONCE)]
    ours: set[str] = set()
    with make_unit().reading() as unit:
        for part in parts:
            of_cases = select(Task.user_task_key, Task.process_instance_key, Task.element_id)
            rows = unit.session.execute(of_cases.where(Task.user_task_key.in_(part)))
            ours |= {key for key, instance, element in rows if is_the_same(instance, element, listed[key])}
            of_office = select(OfficeTask.user_task_key).where(OfficeTask.user_task_key.in_(part))
            ours |= set(unit.session.scalars(of_office))
    return ours
