"""Tasks of the engine that could not be taken into the lists: they rest, and the log says so while it lasts."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

import structlog

from services.ports.engine import EngineTask

AT_ONCE = datetime.min.replace(tzinfo=UTC)

_log = structlog.get_logger(__name__)


def _warn(event: str, _task: str, **fields: object) -> None:
    _log.warning(event, **fields)


@dataclass(slots=True)
class Unentered:
    """Each with the moment (the machine's) before which it is not tried again.

    `warn` logs an event of one task, five times a second where its form does not come: whoever runs for long says it less often.
    """

    until: dict[str, datetime] = field(default_factory=dict)
    warn: Callable[..., None] = _warn

    def note(self, user_task_key: str, fault: Exception, until: datetime = AT_ONCE) -> None:
        """Not before `until`."""
        error_type = type(fault).__name__
        self.warn("task_not_entered", user_task_key, user_task_key=user_task_key, error_type=error_type)
        self.until[user_task_key] = until

    def leave(self, listed: list[EngineTask], now: datetime) -> list[EngineTask]:
        """Those of the listed that do not rest; what is listed no more is forgotten."""
        keys = {task.user_task_key for task in listed}
        self.until = {key: until for key, until in self.until.items() if key in keys}
        return [task for task in listed if self.until.get(task.user_task_key, now) <= now]
