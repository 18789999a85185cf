"""Whether a row is of the task that the engine lists under its key."""

from __future__ import annotations

from services.ports.engine import EngineTask


def is_the_same(process_instance_key: str, element_id: str, task: EngineTask) -> bool:
    """False for another task under the key of an earlier one: a cluster that was put back gives keys out again."""
    return (process_instance_key, element_id) == (task.process_instance_key, task.element_id)
