"""Whether a row is of the task that the engine lists under its key."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from models.case.task import Task
from services.ports.engine import EngineTask
from services.unit_of_work import UnitFactory

KEYS_AT_ONCE = 500


def is_the_same(process_instance_key: str, element_id: str, task: EngineTask) -> bool:
    """False for another task under the key of an earlier one: a cluster that was put back gives keys out again."""
    return (process_instance_key, element_id) == (task.process_instance_key, task.element_id)


def leave_others(tasks: Sequence[EngineTask], make_unit: UnitFactory) -> list[EngineTask]:
    """Without those under whose key another one is on record."""
    others: set[str] = set()
    for start in range(0, len(tasks), KEYS_AT_ONCE):
        part = {task.user_task_key: task for task in tasks[start : start + KEYS_AT_ONCE]}
        query = select(Task.user_task_key, Task.process_instance_key, Task.element_id)
        with make_unit().reading() as unit:
            rows = unit.session.execute(query.where(Task.user_task_key.in_(list(part))))
            others |= {
                key for key, instance, element in rows if not is_the_same(instance, element, part[key])
            }
    return [task for task in tasks if task.user_task_key not in others]
