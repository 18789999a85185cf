"""Open tasks of the engine that belong to no case and no page of ours: they come into no list of tasks."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from models.case.task import Task
from models.office.office_task import OfficeTask
from services.ports.engine import ProcessEngine
from services.standstill.found import Found
from services.standstill.looker import Look
from services.unit_of_work import UnitFactory

KEYS_AT_ONCE = 500


def find_foreign_tasks(engine: ProcessEngine, make_unit: UnitFactory, look: Look) -> list[Found]:
    """Those that two looks saw; a task of a case is in our lists long before the second.

    `facts` holds `element_id`, `name` and `process_instance_key`. OutsideUnavailable while the engine is away.
    """
    listed = {task.user_task_key: task for task in engine.list_open_user_tasks()}
    foreign = listed.keys() - _list_ours(list(listed), make_unit)
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


def _list_ours(keys: Sequence[str], make_unit: UnitFactory) -> set[str]:
    columns = (Task.user_task_key, OfficeTask.user_task_key)
    with make_unit().reading() as unit:
        parts = [keys[start : start + KEYS_AT_ONCE] for start in range(0, len(keys), KEYS_AT_ONCE)]
        return {
            key
            for part in parts
            for column in columns
            for key in unit.session.scalars(select(column).where(column.in_(part)))
        }
